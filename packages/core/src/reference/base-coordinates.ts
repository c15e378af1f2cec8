import { tensor1d, type Tensor1D } from '@tensorflow/tfjs-core';

/**
 * Normalised coordinates of the pixels along one axis: `(2i + 1) / size - 1`, with alignCorners
 * `2i / (size - 1) - 1`, and 0 where that has no meaning. Rounded to float32 at every step, as the
 * fused kernels do.
 */
export function baseCoordinates(size: number, alignCorners: boolean): Tensor1D {
  const coordinates = new Float32Array(size);
  if (!alignCorners || size > 1) {
    const first = alignCorners ? 0 : 1;
    const span = alignCorners ? size - 1 : size;
    for (let i = 0; i < size; i++) coordinates[i] = Math.fround((2 * i + first) / span) - 1;
  }
  return tensor1d(coordinates);
}
