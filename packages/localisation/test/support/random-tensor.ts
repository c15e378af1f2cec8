import { randomUniform, type Tensor } from '@tensorflow/tfjs-core';

/** Repeatable values in [-1, 1). */
export function randomTensor(shape: readonly number[], seed = 1): Tensor {
  return randomUniform([...shape], -1, 1, 'float32', seed);
}
