import { serialization } from '@tensorflow/tfjs-core';

import { SpatialTransformerLayer } from './spatial-transformer-layer.js';

/**
 * Lets `tf.loadLayersModel` find the layer. The parts of saved models are found by their names and
 * need registering too: `registerTransform(affine)`, `registerSampler(bilinear)`,
 * `registerLocalisation(cnn)`.
 *
 * May be called any number of times.
 */
export function registerSpatialTransformerLayer(): void {
  serialization.registerClass(SpatialTransformerLayer);
}
