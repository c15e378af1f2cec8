import {
  abs,
  add,
  div,
  equal,
  mul,
  sub,
  where,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';

import { withDerivative } from './with-derivative.js';

/**
 * From normalised to pixel coordinates along one axis: `((n + 1) · size - 1) / 2`, with
 * alignCorners `(n + 1) / 2 · (size - 1)`, in this order of evaluation, which is PyTorch's.
 */
export function pixelCoordinate(normalised: Tensor, size: number, alignCorners: boolean): Tensor {
  if (!alignCorners) return div(sub(mul(add(normalised, 1), size), 1), 2);
  if (size > 1) return mul(div(add(normalised, 1), 2), size - 1);
  // Infinity stays far outside on an axis of one pixel, where Infinity · 0 would be NaN.
  return withDerivative(normalised, (n) => ({
    value: where(equal(abs(n), Infinity), n, mul(n, 0)),
    derivative: zerosLike(n),
  }));
}
