import type { Tensor3D } from '@tensorflow/tfjs-core';

import { assertTensor } from '../checks/assert-tensor.js';
import { ShapeError } from '../errors.js';

/** Passes batches of 3 × 3 matrices. */
export function assertMatrix(
  operation: string,
  what: string,
  matrix: unknown,
): asserts matrix is Tensor3D {
  assertTensor(operation, what, matrix);
  const { rank, shape } = matrix;
  if (rank !== 3 || shape[1] !== 3 || shape[2] !== 3) {
    throw new ShapeError(operation, `${what} must be [batch, 3, 3]`, shape);
  }
}
