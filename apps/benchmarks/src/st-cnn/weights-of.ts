import type { Sequential } from '@tensorflow/tfjs-layers';

import type { Weight } from './expected-logits.js';

/** The weights of a model in float64, in tf.layers' order. */
export async function weightsOf(model: Sequential): Promise<Weight[]> {
  return Promise.all(
    model.getWeights().map(async (weight) => ({
      shape: [...weight.shape],
      data: Float64Array.from(await weight.data()),
    })),
  );
}
