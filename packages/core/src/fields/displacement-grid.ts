import { add, mul, tidy, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertGrid, assertImageSize } from '../checks/assert-field.js';
import type { OutputSize } from '../contracts/sampling-field.js';
import { identityGrid } from '../coordinates/base-coordinates.js';
import { unitsPerPixel } from '../coordinates/pixel-coordinate.js';
import { readGridUnits, type GridUnits } from './grid-units.js';

/**
 * A displacement of every output pixel, in normalised units, as a normalised grid.
 *
 * Convention: the displacement is added to the pixel's own place: 0 leaves the image as it is, and
 * 1 along x looks half an image width further to the right.
 *
 * @param displacement `[batch, outHeight, outWidth, 2]`, `(x, y)`, in half image widths and heights
 * @returns the same shape, normalised coordinates; differentiable in the displacement, twice
 * @throws ShapeError, DTypeError, OptionError, DisposedError
 */
export function normalisedGridFromDisplacement(
  displacement: Tensor4D,
  units?: GridUnits,
): Tensor4D {
  const alignCorners = readGridUnits('normalisedGridFromDisplacement', units);
  assertGrid('normalisedGridFromDisplacement', 'displacement', displacement);
  const [, height, width] = displacement.shape;
  return tidy(() => add(displacement, identityGrid(height, width, alignCorners)));
}

/**
 * A displacement of every output pixel, in pixels of the input image, as a normalised grid: the form
 * in which optical flow and VoxelMorph give it, but for the order, which is `(x, y)` here.
 *
 * Convention: the displacement is added to the pixel's own place, 0 leaves the image as it is. On an
 * axis of one pixel with alignCorners nothing moves.
 *
 * @param displacement `[batch, outHeight, outWidth, 2]`, `(x, y)`, in pixels of the image
 * @param imageSize `[height, width]` of the input image, in pixels
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
