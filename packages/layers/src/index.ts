export { assertRegistered } from './assert-registered.js';
export type { SpatialTransformerLayerOptions } from './options.js';
export { registerSpatialTransformerLayer } from './register-spatial-transformer-layer.js';
export { scaleGradient } from './scale-gradient.js';
export { scaleLearningRate } from './scale-learning-rate.js';
export { spatialTransformerLayer, SpatialTransformerLayer } from './spatial-transformer-layer.js';
