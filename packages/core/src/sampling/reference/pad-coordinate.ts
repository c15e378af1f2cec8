import {
  abs,
  add,
  cast,
  clipByValue,
  div,
  floor,
  greater,
  less,
  logicalAnd,
  mul,
  onesLike,
  sub,
  where,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';

import type { ValueAndDerivative } from '../../autodiff/with-gradient.js';
import type { Padding } from '../../contracts/sampler.js';

/**
 * Moves finite pixel coordinates into the image, as padding `border` and `reflection` do before
 * they interpolate; `zeros` and `wrap` leave them where they are.
 */
export function padCoordinate(
  pixel: Tensor,
  size: number,
  padding: Padding,
  alignCorners: boolean,
): ValueAndDerivative {
  switch (padding) {
    case 'zeros':
    case 'wrap':
      return { value: pixel, derivative: onesLike(pixel) };
    case 'border':
      return clamp({ value: pixel, derivative: onesLike(pixel) }, size);
    case 'reflection':
      return clamp(reflect(pixel, size, alignCorners), size);
    default:
      return padding satisfies never;
  }
}

/** Into [0, size - 1]; the derivative is 0 from the edges on, the edges included. */
function clamp({ value, derivative }: ValueAndDerivative, size: number): ValueAndDerivative {
  const inside = logicalAnd(greater(value, 0), less(value, size - 1));
  return {
    value: clipByValue(value, 0, size - 1),
    derivative: mul(derivative, cast(inside, 'float32')),
  };
}

/** About the outer edges of the corner pixels, or their centres with alignCorners. */
function reflect(pixel: Tensor, size: number, alignCorners: boolean): ValueAndDerivative {
  const low = alignCorners ? 0 : -0.5;
  const span = alignCorners ? size - 1 : size;
  if (span === 0) return { value: zerosLike(pixel), derivative: zerosLike(pixel) };
  const fromLow = sub(pixel, low);
  const distance = abs(fromLow);
  const flips = floor(div(distance, span));
  const rest = sub(distance, mul(flips, span));
  const odd = sub(flips, mul(floor(div(flips, 2)), 2));
  const towards = sub(1, mul(odd, 2));
  return {
    // Even: low + rest. Odd: low + span - rest.
    value: add(add(mul(towards, rest), mul(odd, span)), low),
    derivative: mul(towards, where(less(fromLow, 0), -1, 1)),
  };
}
