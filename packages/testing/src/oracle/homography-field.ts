import type { CoordinateField } from './coordinate-field.js';
import type { DenseArray } from './dense-array.js';
import { homographyPoint } from './homography-point.js';
import type { Rounding } from './rounding.js';

/** The field of `matrix` `[batch, 3, 3]`; where w <= 0 a pixel is behind the horizon. */
export function homographyField(
  matrix: DenseArray,
  outputSize: readonly [number, number],
  alignCorners: boolean,
  round: Rounding,
): CoordinateField {
  if (matrix.shape.length !== 3 || matrix.shape[1] !== 3 || matrix.shape[2] !== 3) {
    throw new Error(`oracle: matrix must be [batch, 3, 3], got [${matrix.shape.join(', ')}]`);
  }
  return {
    batch: matrix.shape[0]!,
    outputSize,
    at: (item, pixel) => {
      const point = homographyPoint(matrix, item, pixel, outputSize, alignCorners, round);
      return point.w <= 0 ? 'behind-horizon' : point;
    },
  };
}
