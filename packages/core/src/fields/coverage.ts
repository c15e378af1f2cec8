import {
  abs,
  add,
  cast,
  clipByValue,
  div,
  greater,
  isNaN as isNotANumber,
  less,
  logicalAnd,
  logicalNot,
  mul,
  slice,
  square,
  sub,
  tidy,
  where,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { keepWhere } from '../autodiff/keep-where.js';
import { withDerivative } from '../autodiff/with-gradient.js';
import { assertField, assertImageSize } from '../checks/assert-field.js';
import type { OutputSize, SamplingField } from '../contracts/sampling-field.js';
import { pixelCoordinate } from '../coordinates/pixel-coordinate.js';
import { fieldJacobian } from './field-jacobian.js';
import { emptyAlong, materialiseField } from './materialise-field.js';

/** Beyond this, float32 no longer tells neighbouring pixels apart: the point is far outside. */
const farthestPixel = 2 ** 24;
/** A footprint has at least this width, in pixels, so that a constant field is divided by no 0. */
const leastWidth = 1e-3;

/**
 * How much of each output pixel's footprint lies inside the image: 1 where all of it does, 0 where
 * none. Use it as a mask for losses, to leave out what was read outside.
 *
 * Convention: the footprint is the parallelogram in the input that the output pixel stands for, by
 * the field's local Jacobian (see `fieldJacobian`); the image reaches to the outer edges of its
 * pixels, with alignCorners as well. The share is that of the x axis times that of the y axis: the
 * exact area for scaling and translation everywhere, for rotated and sheared footprints along the
 * edges, and an approximation where such a footprint holds a corner of the image. 0 behind a horizon
 * and at infinity, NaN where a coordinate is NaN.
 *
 * @param field of any kind
 * @param imageSize `[height, width]` of the input image, in pixels
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

/** Below this ratio of its sides a footprint counts as upright; it is off by an eighth of it. */
const leastSlant = 0.01;

/**
 * The share of a parallelogram on the near side of a straight edge: the box of `width` blurred by
 * the box of `slant`, summed up to `distance`.
 *
 * @param distance of the edge from the parallelogram's centre, across the edge
 * @param width the longer side's extent across the edge, above 0
 * @param slant the shorter side's extent across the edge, from 0 to `width`
 */
function shareBelow(distance: Tensor, width: Tensor, slant: Tensor): Tensor {
  // Further out nothing changes, and sums would lose their digits.
  const z = clamp(div(distance, width), -1, 1);
  const ratio = div(slant, width);
  const slanted = greater(ratio, leastSlant);
  const divisor = keepWhere(slanted, ratio, 1);
  const half = div(divisor, 2);
  const blurred = div(sub(rampIntegral(add(z, half)), rampIntegral(sub(z, half))), divisor);
  return add(
    keepWhere(slanted, blurred, 0),
    keepWhere(logicalNot(slanted), clamp(add(z, 0.5), 0, 1), 0),
  );
}

/** The integral up to z of a ramp that climbs from 0 at -1/2 to 1 at 1/2. */
function rampIntegral(z: Tensor): Tensor {
  const climbed = mul(square(clamp(add(z, 0.5), 0, 1)), 0.5);
  return add(climbed, clamp(sub(z, 0.5), 0, 2));
}

/**
 * Into [low, high]. Unlike `tf.clipByValue` it can be differentiated twice, and NaN stays NaN on
 * wasm as well.
 */
function clamp(x: Tensor, low: number, high: number): Tensor {
  return withDerivative(x, (value) => ({
    value: where(isNotANumber(value), NaN, clipByValue(value, low, high)),
    derivative: cast(logicalAnd(greater(value, low), less(value, high)), 'float32'),
  }));
}
