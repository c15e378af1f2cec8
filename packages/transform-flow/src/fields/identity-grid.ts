import { tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';

import { pixelCentres } from './pixel-centres.js';

/** Every output pixel's own place, `[1, height, width, 2]`. */
export function identityGrid([height, width]: OutputSize, alignCorners: boolean): Tensor4D {
  const grid = new Float32Array(height * width * 2);
  const columns = pixelCentres(width, alignCorners);
  let start = 0;
  for (const y of pixelCentres(height, alignCorners)) {
    for (const x of columns) {
      grid[start++] = x;
      grid[start++] = y;
    }
  }
  return tensor4d(grid, [1, height, width, 2]);
}
