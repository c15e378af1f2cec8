import { tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertAlignCorners, assertField, assertOutputSize } from '../checks/assert-field.js';
import { assertKnownOptions } from '../checks/assert-known-options.js';
import { assertTheta, assertTransform } from '../checks/assert-theta.js';
import type { OutputSize } from '../contracts/sampling-field.js';
import type { Transform } from '../contracts/transform.js';
import { fieldGrid } from '../fields/materialise-field.js';

/** What -1 and 1 mean. */
export interface GenerateGridOptions {
  /** Default `false`: -1 and 1 are the outer edges of the corner pixels. */
  readonly alignCorners?: boolean;
}

/**
 * The sampling grid of a transform: for every output pixel the input coordinate it looks at.
 * `warp` does not need it; it is for looking at, for losses and for other samplers.
 *
 * Convention: normalised `(x, y)`, x right, y down. A point behind a homography's horizon is
 * at +Infinity.
 *
 * @param theta `[batch, paramCount]`
 * @param outputSize `[height, width]` in pixels
 * @returns `[batch, outHeight, outWidth, 2]`, owned by the caller; differentiable in θ
 * @throws ShapeError if θ is not `[batch, paramCount]`; DTypeError, OptionError, DisposedError
 */
export function generateGrid(
  transform: Transform,
  theta: Tensor2D,
  outputSize: OutputSize,
  options: GenerateGridOptions = {},
): Tensor4D {
  assertKnownOptions('generateGrid', options, ['alignCorners']);
  const { alignCorners = false } = options;
  assertAlignCorners('generateGrid', alignCorners);
  assertTransform('generateGrid', transform);
  const size = assertOutputSize('generateGrid', outputSize);
  assertTheta('generateGrid', theta, transform);
  return tidy(() => {
    const field = transform.field(theta, size, alignCorners);
    return fieldGrid(assertField('generateGrid', field));
  });
}
