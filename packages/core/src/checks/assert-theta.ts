import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

import type { Transform } from '../contracts/transform.js';
import { ShapeError } from '../errors.js';
import { assertTensor } from './assert-tensor.js';

/** Passes θ `[batch, paramCount]` of a transform. */
export function assertTheta(
  operation: string,
  theta: Tensor,
  transform: Transform,
): asserts theta is Tensor2D {
  assertTensor(operation, 'theta', theta);
  const { name, paramCount } = transform;
  if (theta.rank !== 2 || theta.shape[1] !== paramCount) {
    throw new ShapeError(
      operation,
      `theta of transform '${name}' must be [batch, ${paramCount}]`,
      theta.shape,
    );
  }
}
