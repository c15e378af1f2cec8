import {
  abs,
  add,
  greater,
  less,
  logicalNot,
  mul,
  slice,
  sub,
  tidy,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { assertField } from '../checks/assert-field.js';
import { assertImageSize } from '../checks/assert-image-size.js';
import type { OutputSize } from '../contracts/output-size.js';
import type { SamplingField } from '../contracts/sampling-field.js';
import { emptyAlong } from '../reference/empty-output.js';
import { keepWhere } from '../reference/keep-where.js';
import { materialiseField } from '../reference/materialise-field.js';
import { pixelCoordinate } from '../reference/pixel-coordinate.js';
import { fieldJacobian } from './field-jacobian.js';
import { shareBelow } from './share-below.js';

/** Beyond this, float32 no longer tells neighbouring pixels apart: the point is far outside. */
const farthestPixel = 2 ** 24;
/** A footprint has at least this width, in pixels, so that a constant field is divided by no 0. */
const leastWidth = 1e-3;

/**
 * How much of each output pixel's footprint lies inside the image: 1 where all of it does, 0 where
 * none. A mask for losses that shall not count what was read outside.
 *
 * Convention: the footprint is the parallelogram in the input that the output pixel stands for, by
 * the field's local Jacobian (see `fieldJacobian`); the image reaches to the outer edges of its
 * pixels, with alignCorners as well. The share is that of the x axis times that of the y axis: the
 * exact area for scaling and translation everywhere, for rotated and sheared footprints along the
 * edges, and an approximation where such a footprint holds a corner of the image. 0 behind a horizon
 * and at infinity, NaN where a coordinate is NaN.
 *
 * @param field of any kind
 * @param imageSize `[height, width]` of the image that is read, in pixels
 * @returns `[batch, outHeight, outWidth, 1]` in [0, 1]; differentiable in the field's tensors, twice
 * @throws ShapeError, DTypeError, OptionError, DisposedError
 */
export function coverage(field: SamplingField, imageSize: OutputSize): Tensor4D {
  assertField('coverage', field);
  const [height, width] = assertImageSize('coverage', imageSize);
  return tidy(() => {
    const empty = emptyAlong(field, 1);
    if (empty !== undefined) return empty;
    const grid = materialiseField(field);
    const { perColumn, perRow } = fieldJacobian(field, [height, width]);
    const share = (axis: number, size: number): Tensor => {
      const [point, one, other] = [grid, perColumn, perRow].map((pairs) =>
        slice(pairs, [0, 0, 0, axis], [-1, -1, -1, 1]),
      ) as [Tensor, Tensor, Tensor];
      const pixel = pixelCoordinate(point, size, field.alignCorners);
      return axisShare(pixel, size, abs(one), abs(other));
    };
    return mul(share(0, width), share(1, height));
  });
}

/** The share of a footprint within [-1/2, size - 1/2] along one axis. */
function axisShare(pixel: Tensor, size: number, one: Tensor, other: Tensor): Tensor {
  const far = greater(abs(pixel), farthestPixel);
  const centre = keepWhere(logicalNot(far), pixel, -2 * farthestPixel);
  const swapped = less(one, other);
  const straight = logicalNot(swapped);
  const longer = add(keepWhere(straight, one, 0), keepWhere(swapped, other, 0));
  const shorter = add(keepWhere(straight, other, 0), keepWhere(swapped, one, 0));
  const width = keepWhere(greater(longer, leastWidth), longer, leastWidth);
  const fromLow = shareBelow(add(centre, 0.5), width, shorter);
  const fromHigh = shareBelow(sub(size - 0.5, centre), width, shorter);
  return sub(add(fromLow, fromHigh), 1);
}
