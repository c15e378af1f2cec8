import {
  concat,
  reshape,
  tensor1d,
  tile,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import type { Range } from './ranges.js';

/**
 * Normalised coordinates of the pixels along one axis: `(2i + 1) / size - 1`, with alignCorners
 * `2i / (size - 1) - 1`, and 0 where that has no meaning. Rounded to float32 at every step, as the
 * fused kernels do.
 *
 * @param pixels default: all
 */
export function baseCoordinates(
  size: number,
  alignCorners: boolean,
  { begin, end }: Range = { begin: 0, end: size },
): Tensor1D {
  const coordinates = new Float32Array(end - begin);
  if (!alignCorners || size > 1) {
    const first = alignCorners ? 0 : 1;
    const span = alignCorners ? size - 1 : size;
    for (let i = begin; i < end; i++) {
      coordinates[i - begin] = Math.fround((2 * i + first) / span) - 1;
    }
  }
  return tensor1d(coordinates);
}

/**
 * Normalised coordinates of the pixels along one axis: `(2i + 1) / size - 1`, with alignCorners
 * `2i / (size - 1) - 1`, and 0 where that has no meaning. In float64.
 */
export function pixelCentres(size: number, alignCorners: boolean): Float64Array {
  if (alignCorners && size === 1) return new Float64Array(1);
  const first = alignCorners ? 0 : 1;
  const span = alignCorners ? size - 1 : size;
  return Float64Array.from({ length: size }, (_, i) => (2 * i + first) / span - 1);
}

/** Where every pixel of an image itself lies, normalised: `[1, height, width, 2]`. */
export function identityGrid(height: number, width: number, alignCorners: boolean): Tensor4D {
  const x = reshape(baseCoordinates(width, alignCorners), [1, 1, width, 1]);
  const y = reshape(baseCoordinates(height, alignCorners), [1, height, 1, 1]);
  return concat([tile(x, [1, height, 1, 1]), tile(y, [1, 1, width, 1])], 3) as Tensor4D;
}
