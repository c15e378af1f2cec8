import type { OutputSize } from '@tfjs-stn/core';

import type { Float64Dense } from '../../oracle/dense-array.js';
import { oracleHomographyGrid } from '../../oracle/homography-grid.js';

/** `[1, outHeight, outWidth, 2]`: the normalised (x, y) of every output pixel, in float64. */
export function outputPoints(outputSize: OutputSize, alignCorners: boolean): Float64Dense {
  const matrix = { shape: [1, 3, 3], data: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  return oracleHomographyGrid({ matrix, outputSize, alignCorners });
}
