import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

import type { Transform } from '../contracts/transform.js';
import { OptionError, ShapeError } from '../errors.js';
import { assertTensor } from './assert-tensor.js';
import { describeMisplaced } from './describe-value.js';

/** Passes θ `[batch, paramCount]` of a transform. */
export function assertTheta(
  operation: string,
  theta: Tensor,
  transform: Transform,
): asserts theta is Tensor2D {
  const { name, paramCount } = transform;
  assertTensor(operation, 'theta', theta);
  if (theta.rank !== 2 || theta.shape[1] !== paramCount) {
    throw new ShapeError(
      operation,
      `theta of transform '${name}' must be [batch, ${paramCount}]`,
      theta.shape,
    );
  }
}

/** Passes transform values; refuses names and factories. */
export function assertTransform(
  operation: string,
  transform: unknown,
): asserts transform is Transform {
  const { name, paramCount, field } = (transform ?? {}) as Partial<Transform>;
  const isTransform =
    typeof transform === 'object' &&
    typeof name === 'string' &&
    typeof paramCount === 'number' &&
    typeof field === 'function';
  if (isTransform) return;
  throw new OptionError(
    operation,
    `transform must be a transform value such as affine(), got ${describeMisplaced(transform, 'createTransform')}`,
  );
}
