import {
  abs,
  add,
  cast,
  clipByValue,
  div,
  floor,
  isNaN as isNotANumber,
  lessEqual,
  greaterEqual,
  logicalAnd,
  logicalNot,
  mul,
  round,
  sub,
  where,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';

import type { Padding } from '../contracts/padding.js';
import type { KernelSampler } from '../contracts/sampler.js';
import { padCoordinate } from './pad-coordinate.js';
import { withDerivative } from './with-derivative.js';

/** Beyond this, float32 no longer tells neighbouring pixels apart: the point is far outside. */
const farthestPixel = 2 ** 24;

/** One neighbour along an axis, for every point. */
export interface Tap {
  /** Its weight, differentiable in the coordinate. */
  readonly weight: Tensor;
  /** int32, inside the image even where the tap is not. */
  readonly index: Tensor;
  /** bool: whether the tap lies inside the image. */
  readonly inside: Tensor;
}

/**
 * The neighbours of every point along one axis.
 *
 * @param pixel pixel coordinates `[points]`
 * @param size of the image along this axis
 */
export function axisTaps(
  pixel: Tensor,
  size: number,
  sampler: KernelSampler,
  padding: Padding,
  alignCorners: boolean,
): Tap[] {
  const { taps } = sampler;
  // One or two taps move the point into the image first; wider kernels move each of their taps.
  const padsPoint = taps <= 2;
  const near = lessEqual(abs(pixel), farthestPixel);
  const notANumber = isNotANumber(pixel);
  const known = logicalNot(notANumber);
  const sane = where(near, pixel, clipByValue(where(notANumber, 0, pixel), 0, size - 1));
  const padded = padCoordinate(sane, size, padsPoint ? padding : 'zeros', alignCorners);
  const base = taps % 2 === 0 ? floor(padded.value) : round(padded.value);

  const offset = withDerivative(pixel, () => ({
    value: where(notANumber, NaN, sub(padded.value, base)),
    derivative: where(near, padded.derivative, where(notANumber, NaN, zerosLike(base))),
  }));
  const weights = sampler.weights(offset);
  return weights.map((weight, tap) => {
    const raw = add(base, tap - Math.floor((taps - 1) / 2));
    if (padding === 'wrap') {
      const wrapped = sub(raw, mul(floor(div(raw, size)), size));
      return { weight, index: cast(wrapped, 'int32'), inside: known };
    }
    if (padding !== 'zeros' && !padsPoint) {
      const { value } = padCoordinate(raw, size, padding, alignCorners);
      return { weight, index: cast(value, 'int32'), inside: known };
    }
    const inImage = logicalAnd(greaterEqual(raw, 0), lessEqual(raw, size - 1));
    return {
      weight,
      index: cast(clipByValue(raw, 0, size - 1), 'int32'),
      inside: logicalAnd(padding === 'zeros' ? near : known, inImage),
    };
  });
}
