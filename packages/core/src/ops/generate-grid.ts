import { tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertField, assertFieldOptions } from '../checks/assert-field.js';
import { assertTheta, assertTransform } from '../checks/assert-theta.js';
import type { FieldOptions, Transform } from '../contracts/transform.js';
import { fieldGrid } from '../fields/materialise-field.js';

/**
 * The sampling grid of a transform: for every output pixel the input coordinate it looks at.
 * `warp` does not need it; it is for looking at, for losses and for other samplers.
 *
 * Convention: normalised `(x, y)`, x right, y down. A point behind a homography's horizon is
 * at +Infinity.
 *
 * @param theta `[batch, paramCount]`
 * @param options output size and convention
 * @returns `[batch, outHeight, outWidth, 2]`, owned by the caller; differentiable in θ
 * @throws ShapeError if θ is not `[batch, paramCount]`; DTypeError, OptionError, DisposedError
 */
export function generateGrid(
  transform: Transform,
  theta: Tensor2D,
  options: FieldOptions,
): Tensor4D {
  assertTransform('generateGrid', transform);
  const frame = assertFieldOptions('generateGrid', options, 'generateGrid(transform, theta');
  assertTheta('generateGrid', theta, transform);
  return tidy(() => {
    const field = transform.field(theta, frame);
    return fieldGrid(assertField('generateGrid', field));
  });
}
