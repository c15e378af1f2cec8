import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';
import { allocateFloats, pixelCentres } from '@tfjs-stn/core/~internal';

/** Every output pixel's own place, `[height · width, 2]`. */
export function identityGrid(
  operation: string,
  [height, width]: OutputSize,
  alignCorners: boolean,
): Tensor2D {
  const grid = allocateFloats(operation, 'pixels', [height, width, 2]);
  const columns = pixelCentres(width, alignCorners);
  let start = 0;
  for (const y of pixelCentres(height, alignCorners)) {
    for (const x of columns) {
      grid[start++] = x;
      grid[start++] = y;
    }
  }
  return tensor2d(grid, [height * width, 2]);
}
