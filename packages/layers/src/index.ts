export type { SpatialTransformerLayerOptions } from './options.js';
export { registerSpatialTransformerLayer } from './register-spatial-transformer-layer.js';
export { spatialTransformerLayer, SpatialTransformerLayer } from './spatial-transformer-layer.js';
