import { add, tidy, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertGrid } from '../checks/assert-grid.js';
import { readGridUnits, type GridUnits } from './grid-units.js';
import { identityGrid } from './identity-grid.js';

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
