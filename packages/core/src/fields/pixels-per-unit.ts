import { tensor1d, type Tensor1D } from '@tensorflow/tfjs-core';

import type { OutputSize } from '../contracts/output-size.js';

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
