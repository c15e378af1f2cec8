import { add, mul, reshape, slice, type Tensor, type Tensor3D } from '@tensorflow/tfjs-core';

import type { OutputSize } from '../contracts/output-size.js';
import { baseCoordinates } from './base-coordinates.js';

/** One entry of every matrix: `[batch, 1, 1]`. */
function matrixEntry(matrix: Tensor3D, row: number, column: number): Tensor3D {
  return slice(matrix, [0, row, column], [matrix.shape[0], 1, 1]);
}

/**
 * One row of `[batch, 3, 3]` matrices times the output pixels `(x, y, 1)`.
 *
 * @returns `[batch, outHeight, outWidth]`
 */
export function homogeneousRow(
  matrix: Tensor3D,
  row: number,
  [height, width]: OutputSize,
  alignCorners: boolean,
): Tensor3D {
  const x = reshape(baseCoordinates(width, alignCorners), [1, 1, width]);
  const y = reshape(baseCoordinates(height, alignCorners), [1, height, 1]);
  const entry = (column: number): Tensor => matrixEntry(matrix, row, column);
  return add(mul(entry(0), x), add(mul(entry(1), y), entry(2)));
}
