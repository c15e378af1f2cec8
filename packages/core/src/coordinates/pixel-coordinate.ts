import {
  abs,
  add,
  div,
  equal,
  mul,
  sub,
  tensor1d,
  where,
  zerosLike,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';

import { withDerivative } from '../autodiff/with-gradient.js';
import type { OutputSize } from '../contracts/sampling-field.js';

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

/** How many pixels one normalised unit of x and of y is: `[2]`. */
export function pixelsPerUnit([height, width]: OutputSize, alignCorners: boolean): Tensor1D {
  const less = alignCorners ? 1 : 0;
  return tensor1d([(width - less) / 2, (height - less) / 2]);
}

/** The reciprocal of that, 0 on an axis of one pixel whose -1 and 1 are the same place: `[2]`. */
export function unitsPerPixel([height, width]: OutputSize, alignCorners: boolean): Tensor1D {
  const less = alignCorners ? 1 : 0;
  const perPixel = (size: number): number => (size > less ? 2 / (size - less) : 0);
  return tensor1d([perPixel(width), perPixel(height)]);
}
