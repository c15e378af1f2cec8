import { add, mul, tidy, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertGrid } from '../checks/assert-grid.js';
import { assertImageSize } from '../checks/assert-image-size.js';
import type { OutputSize } from '../contracts/output-size.js';
import { readGridUnits, type GridUnits } from './grid-units.js';
import { identityGrid } from './identity-grid.js';
import { unitsPerPixel } from './pixels-per-unit.js';

/**
 * A displacement of every output pixel, in pixels of the input image, as a normalised grid: the form
 * in which optical flow and VoxelMorph give it, but for the order, which is `(x, y)` here.
 *
 * Convention: the displacement is added to the pixel's own place, 0 leaves the image as it is. On an
 * axis of one pixel with alignCorners nothing moves.
 *
 * @param displacement `[batch, outHeight, outWidth, 2]`, `(x, y)`, in pixels of the image
 * @param imageSize `[height, width]` of the image that is read, in pixels
 * @returns the same shape, normalised coordinates; differentiable in the displacement, twice
 * @throws ShapeError, DTypeError, OptionError, DisposedError
 */
export function normalisedGridFromPixelDisplacement(
  displacement: Tensor4D,
  imageSize: OutputSize,
  units?: GridUnits,
): Tensor4D {
  const alignCorners = readGridUnits('normalisedGridFromPixelDisplacement', units);
  assertGrid('normalisedGridFromPixelDisplacement', 'displacement', displacement);
  const size = assertImageSize('normalisedGridFromPixelDisplacement', imageSize);
  const [, height, width] = displacement.shape;
  return tidy(() =>
    add(
      mul(displacement, unitsPerPixel(size, alignCorners)),
      identityGrid(height, width, alignCorners),
    ),
  );
}
