import { layers } from '@tensorflow/tfjs-layers';

import type { NetContext } from './localisation-net.js';

/**
 * Batch normalisation, then ReLU, after the layer of this name. The moving averages follow with
 * momentum 0.9: with tf.layers' 0.99 they would still be near their start after 100 steps, and
 * the net would predict otherwise than it was trained.
 */
export function normalisedRelu({ name }: NetContext, after: string): layers.Layer[] {
  return [
    layers.batchNormalization({ name: name(`${after}_norm`), momentum: 0.9 }),
    layers.reLU({ name: name(`${after}_relu`) }),
  ];
}
