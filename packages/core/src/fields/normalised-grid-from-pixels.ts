import { add, div, mul, sub, tensor1d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertGrid } from '../checks/assert-grid.js';
import { assertImageSize } from '../checks/assert-image-size.js';
import type { OutputSize } from '../contracts/output-size.js';
import { readGridUnits, type GridUnits } from './grid-units.js';
import { unitsPerPixel } from './pixels-per-unit.js';

/**
 * A grid in pixels of the input image in the normalised form that `gridSample` takes.
 *
 * Convention: pixels count from 0 at the centre of the first, as in OpenCV's `remap` and SciPy's
 * `map_coordinates`; pairs are `(x, y)`, where SciPy's are `(row, column)`. Normalised is
 * `(2 * p + 1) / size - 1`, with alignCorners `2 * p / (size - 1) - 1`, and 0 on an axis of one
 * pixel with alignCorners.
 *
 * @param pixelGrid `[batch, outHeight, outWidth, 2]`, in pixels
 * @param imageSize `[height, width]` of the image that is read, in pixels
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
