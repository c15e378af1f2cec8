import {
  add,
  concat,
  div,
  mul,
  slice,
  sub,
  tensor1d,
  tidy,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { assertGrid, assertImageSize } from '../checks/assert-field.js';
import type { OutputSize } from '../contracts/sampling-field.js';
import { pixelCoordinate, unitsPerPixel } from '../coordinates/pixel-coordinate.js';
import { readGridUnits, type GridUnits } from './grid-units.js';

/**
 * A grid in pixels of the input image in the normalised form that `gridSample` takes.
 *
 * Convention: pixels count from 0 at the centre of the first, as in OpenCV's `remap` and SciPy's
 * `map_coordinates`; pairs are `(x, y)`, where SciPy's are `(row, column)`. Normalised is
 * `(2 * p + 1) / size - 1`, with alignCorners `2 * p / (size - 1) - 1`, and 0 on an axis of one
 * pixel with alignCorners.
 *
 * @param pixelGrid `[batch, outHeight, outWidth, 2]`, in pixels
 * @param imageSize `[height, width]` of the input image, in pixels
 * @returns the same shape, normalised; differentiable in the grid, twice
 * @throws ShapeError, DTypeError, OptionError, DisposedError
 */
export function normalisedGridFromPixels(
  pixelGrid: Tensor4D,
  imageSize: OutputSize,
  units?: GridUnits,
): Tensor4D {
  const alignCorners = readGridUnits('normalisedGridFromPixels', units);
  assertGrid('normalisedGridFromPixels', 'pixelGrid', pixelGrid);
  const size = assertImageSize('normalisedGridFromPixels', imageSize);
  return tidy(() => {
    if (alignCorners) {
      const first = tensor1d([size[1] > 1 ? 1 : 0, size[0] > 1 ? 1 : 0]);
      return sub(mul(pixelGrid, unitsPerPixel(size, true)), first);
    }
    return sub(div(add(mul(pixelGrid, 2), 1), tensor1d([size[1], size[0]])), 1);
  });
}

/**
 * A normalised grid in pixels of the input image.
 *
 * Convention: pixels count from 0 at the centre of the first, as in OpenCV and SciPy:
 * `((n + 1) * size - 1) / 2`, with alignCorners `(n + 1) / 2 * (size - 1)`. Still `(x, y)`.
 *
 * @param grid `[batch, outHeight, outWidth, 2]`, normalised
 * @param imageSize `[height, width]` of the input image, in pixels
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
