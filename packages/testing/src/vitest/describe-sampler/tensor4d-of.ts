import { tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';

import type { DenseArray } from '../../oracle/dense-array.js';

/** An array of the oracle as a tensor. */
export function tensor4dOf({ shape, data }: DenseArray): Tensor4D {
  return tensor4d(data as Float32Array, [...shape] as [number, number, number, number]);
}
