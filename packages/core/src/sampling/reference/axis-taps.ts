import {
  abs,
  add,
  cast,
  clipByValue,
  div,
  fill,
  floor,
  greater,
  greaterEqual,
  isNaN as isNotANumber,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  mul,
  onesLike,
  round,
  scalar,
  sub,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';

import { keepWhere } from '../../autodiff/keep-where.js';
import { withDerivative } from '../../autodiff/with-gradient.js';
import type { KernelSampler, Padding } from '../../contracts/sampler.js';
import { kernelWeights } from './kernel-weights.js';
import { padCoordinate } from './pad-coordinate.js';

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
  // Written out, since a scalar would be tiled, which takes long on wasm.
  const everywhere = (value: number): Tensor => fill(pixel.shape, value);
  const finite = where(notANumber, everywhere(0), pixel);
  const sane = where(near, pixel, clipByValue(finite, 0, size - 1));
  const padded = padCoordinate(sane, size, padsPoint ? padding : 'zeros', alignCorners);
  const base = taps % 2 === 0 ? floor(padded.value) : round(padded.value);

  const offset = withDerivative(pixel, () => ({
    value: where(notANumber, everywhere(NaN), sub(padded.value, base)),
    derivative: where(near, padded.derivative, where(notANumber, everywhere(NaN), everywhere(0))),
  }));
  const central = Math.floor((taps - 1) / 2);
  // What is far outside reads the edge pixel alone, also under kernels that do not interpolate.
  const blends = logicalOr(near, notANumber);
  return kernelWeights(sampler, offset).map((plain, tap) => {
    const isCentral = tap === central;
    const weight = keepWhere(blends, plain, isCentral ? 1 : 0);
    const readable = isCentral && padding !== 'zeros' ? known : near;
    const placed = placeTap(add(base, tap - central), size, padding, alignCorners);
    const index = lastIfFar(placed.index, pixel, size);
    const { inImage } = placed;
    // A point is moved into the image first, so that a tap outside adds nothing to it.
    const inside = padding === 'zeros' || padsPoint ? logicalAnd(inImage, readable) : readable;
    return { weight, index, inside };
  });
}

/** On an axis that float32 cannot count through, what is far behind it reads the last pixel still. */
function lastIfFar(index: Tensor, pixel: Tensor, size: number): Tensor {
  if (size - 1 <= farthestPixel) return index;
  return where(greater(pixel, farthestPixel), fill(index.shape, size - 1, 'int32'), index);
}

/** Where a tap at a whole pixel coordinate reads, and whether that was in the image without padding. */
function placeTap(
  raw: Tensor,
  size: number,
  padding: Padding,
  alignCorners: boolean,
): { index: Tensor; inImage: Tensor } {
  const inImage = logicalAnd(greaterEqual(raw, 0), lessEqual(raw, size - 1));
  if (padding === 'wrap') {
    return { index: wrapIndex(raw, size), inImage: onesLike(inImage) };
  }
  const { value } = padCoordinate(raw, size, padding, alignCorners);
  return { index: cast(clipByValue(value, 0, size - 1), 'int32'), inImage };
}

/** In whole numbers, of which float32 has not enough for a very long axis. */
function wrapIndex(raw: Tensor, size: number): Tensor {
  const period = scalar(size, 'int32');
  const periods = cast(floor(div(raw, size)), 'int32');
  const index = sub(cast(raw, 'int32'), mul(periods, period));
  // The quotient may have been rounded up.
  return where(less(index, 0), add(index, period), index);
}
