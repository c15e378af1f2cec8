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
  logicalOr,
  mul,
  onesLike,
  round,
  sub,
  where,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';

import type { Padding } from '../contracts/padding.js';
import type { KernelSampler } from '../contracts/sampler.js';
import { keepWhere } from './keep-where.js';
import { kernelWeights } from './kernel-weights.js';
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
  const central = Math.floor((taps - 1) / 2);
  // What is far outside reads the edge pixel alone, also under kernels that do not interpolate.
  const blends = logicalOr(near, notANumber);
  return kernelWeights(sampler, offset).map((plain, tap) => {
    const isCentral = tap === central;
    const weight = keepWhere(blends, plain, isCentral ? 1 : 0);
    const readable = isCentral && padding !== 'zeros' ? known : near;
    const { index, inImage } = placeTap(add(base, tap - central), size, padding, alignCorners);
    // A point is moved into the image first, so that a tap outside adds nothing to it.
    const inside = padding === 'zeros' || padsPoint ? logicalAnd(inImage, readable) : readable;
    return { weight, index, inside };
  });
}

/** Where a tap at a whole pixel coordinate reads, and whether that is in the image by itself. */
function placeTap(
  raw: Tensor,
  size: number,
  padding: Padding,
  alignCorners: boolean,
): { index: Tensor; inImage: Tensor } {
  const inImage = logicalAnd(greaterEqual(raw, 0), lessEqual(raw, size - 1));
  if (padding === 'wrap') {
    const wrapped = sub(raw, mul(floor(div(raw, size)), size));
    return { index: cast(wrapped, 'int32'), inImage: onesLike(inImage) };
  }
  const { value } = padCoordinate(raw, size, padding, alignCorners);
  return { index: cast(clipByValue(value, 0, size - 1), 'int32'), inImage };
}
