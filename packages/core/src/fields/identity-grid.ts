import { concat, reshape, tile, type Tensor4D } from '@tensorflow/tfjs-core';

import { baseCoordinates } from '../reference/base-coordinates.js';

/** Where every pixel of an image itself lies, normalised: `[1, height, width, 2]`. */
export function identityGrid(height: number, width: number, alignCorners: boolean): Tensor4D {
  const x = reshape(baseCoordinates(width, alignCorners), [1, 1, width, 1]);
  const y = reshape(baseCoordinates(height, alignCorners), [1, height, 1, 1]);
  return concat([tile(x, [1, height, 1, 1]), tile(y, [1, 1, width, 1])], 3) as Tensor4D;
}
