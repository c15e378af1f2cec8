import { concat, slice, tidy, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertGrid } from '../checks/assert-grid.js';
import { assertImageSize } from '../checks/assert-image-size.js';
import type { OutputSize } from '../contracts/output-size.js';
import { pixelCoordinate } from '../reference/pixel-coordinate.js';
import { readGridUnits, type GridUnits } from './grid-units.js';

/**
 * A normalised grid in pixels of the input image.
 *
 * Convention: pixels count from 0 at the centre of the first, as in OpenCV and SciPy:
 * `((n + 1) * size - 1) / 2`, with alignCorners `(n + 1) / 2 * (size - 1)`. Still `(x, y)`.
 *
 * @param grid `[batch, outHeight, outWidth, 2]`, normalised
 * @param imageSize `[height, width]` of the image that is read, in pixels
 * @returns the same shape, in pixels; differentiable in the grid, twice
 * @throws ShapeError, DTypeError, OptionError, DisposedError
 */
export function pixelGridFromNormalised(
  grid: Tensor4D,
  imageSize: OutputSize,
  units?: GridUnits,
): Tensor4D {
  const alignCorners = readGridUnits('pixelGridFromNormalised', units);
  assertGrid('pixelGridFromNormalised', 'grid', grid);
  const [height, width] = assertImageSize('pixelGridFromNormalised', imageSize);
  const [batch, rows, columns] = grid.shape;
  const axis = (index: number, size: number): Tensor4D =>
    pixelCoordinate(
      slice(grid, [0, 0, 0, index], [batch, rows, columns, 1]),
      size,
      alignCorners,
    ) as Tensor4D;
  return tidy(() => concat([axis(0, width), axis(1, height)], 3));
}
