import { tidy, type Tensor3D } from '@tensorflow/tfjs-core';

import { assertMatrix } from '../checks/assert-field.js';
import { invert } from './invert.js';
import {
  changeFrames,
  inverseFrame,
  pixelFrames,
  type PixelMatrixOptions,
} from './pixel-convention.js';

/**
 * A homography in pixels, as OpenCV or a canvas takes it, from one in normalised coordinates.
 *
 * Convention: `matrix` maps normalised output `(x, y, 1)` to input, x right, y down. The result
 * acts on pixel coordinates `(x, y, 1)`, in the direction and about the pixel centres of the
 * `convention`. `warpAffine` takes its first two rows, `setTransform(a, b, c, d, e, f)` those as
 * `[[a, c, e], [b, d, f]]`.
 *
 * @param matrix `[batch, 3, 3]`, for example from `toMatrix`
 * @param options `convention`, the sizes of both images, and `alignCorners` (default `false`)
 * @returns `[batch, 3, 3]`, with the last row 0 0 1 where that of `matrix` is; zeros for a singular
 *   matrix that must be inverted; differentiable in `matrix`, twice
 * @throws OptionError for an option or convention that is unknown, and sizes without pixels; with
 *   `alignCorners` every side needs two
 * @throws ShapeError if `matrix` is no batch of 3 × 3 matrices
 * @throws DTypeError, DisposedError if `matrix` is not a float32 tensor that is alive
 */
export function pixelMatrix(matrix: Tensor3D, options: PixelMatrixOptions): Tensor3D {
  assertMatrix('pixelMatrix', 'matrix', matrix);
  const { input, output, forward } = pixelFrames('pixelMatrix', options);
  return tidy(() =>
    forward
      ? changeFrames(output, invert(matrix), inverseFrame(input))
      : changeFrames(input, matrix, inverseFrame(output)),
  );
}

/**
 * A homography in normalised coordinates, from one in pixels as OpenCV or a canvas has it: the way
 * back from `pixelMatrix`.
 *
 * Convention: `matrix` acts on pixel coordinates `(x, y, 1)`, in the direction and about the pixel
 * centres of the `convention`; a 2 × 3 matrix of OpenCV gets the row 0 0 1 below. The result maps
 * normalised output `(x, y, 1)` to input, x right, y down: the `matrix` of a homography field.
 *
 * @param matrix `[batch, 3, 3]`
 * @param options `convention`, the sizes of both images, and `alignCorners` (default `false`)
 * @returns `[batch, 3, 3]`, with the last row 0 0 1 where that of `matrix` is; zeros for a singular
 *   matrix that must be inverted; differentiable in `matrix`, twice
 * @throws OptionError for an option or convention that is unknown, and sizes without pixels; with
 *   `alignCorners` every side needs two
 * @throws ShapeError if `matrix` is no batch of 3 × 3 matrices
 * @throws DTypeError, DisposedError if `matrix` is not a float32 tensor that is alive
 */
export function normalisedMatrix(matrix: Tensor3D, options: PixelMatrixOptions): Tensor3D {
  assertMatrix('normalisedMatrix', 'matrix', matrix);
  const { input, output, forward } = pixelFrames('normalisedMatrix', options);
  return tidy(() =>
    forward
      ? invert(changeFrames(inverseFrame(output), matrix, input))
      : changeFrames(inverseFrame(input), matrix, output),
  );
}
