import type { Tensor4D } from '@tensorflow/tfjs-core';

import { ShapeError } from '../errors.js';
import { assertTensor } from './assert-tensor.js';

/** Passes pairs for every output pixel: `[batch, outHeight, outWidth, 2]`. */
export function assertGrid(
  operation: string,
  what: string,
  grid: unknown,
): asserts grid is Tensor4D {
  assertTensor(operation, what, grid);
  if (grid.rank === 4 && grid.shape[3] === 2) return;
  throw new ShapeError(operation, `${what} must be [batch, outHeight, outWidth, 2]`, grid.shape);
}
