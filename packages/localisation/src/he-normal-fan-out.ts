import { initializers } from '@tensorflow/tfjs-layers';

import type { InitializerSeed } from './seed-sequence.js';

/**
 * He et al. (2015), eq. (14): variance 2 / (filters · kernel area), which keeps the gradient's
 * magnitude from layer to layer. Truncated at two standard deviations, as tf.layers does.
 */
export function heNormalFanOut(seed: InitializerSeed): ReturnType<typeof initializers.heNormal> {
  return initializers.varianceScaling({
    scale: 2,
    mode: 'fanOut',
    distribution: 'normal',
    ...seed,
  });
}
