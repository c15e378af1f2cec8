import type { CoordinateField } from './coordinate-field.js';
import type { DenseArray } from './dense-array.js';
import type { Rounding } from './rounding.js';

/** The field `basis · coefficients`, with `[outHeight * outWidth, K]` and `[batch, K, 2]`. */
export function basisField(
  basis: DenseArray,
  coefficients: DenseArray,
  outputSize: readonly [number, number],
  round: Rounding,
): CoordinateField {
  const terms = basis.shape[1]!;
  requireShapes(basis, coefficients, outputSize);
  const coordinate = (item: number, pixel: number, axis: number): number => {
    let sum = 0;
    for (let term = 0; term < terms; term++) {
      const weight = basis.data[pixel * terms + term]!;
      const coefficient = coefficients.data[(item * terms + term) * 2 + axis]!;
      sum = round(sum + round(weight * coefficient));
    }
    return sum;
  };
  return {
    batch: coefficients.shape[0]!,
    outputSize,
    at: (item, pixel) => ({ x: coordinate(item, pixel, 0), y: coordinate(item, pixel, 1) }),
  };
}

function requireShapes(
  basis: DenseArray,
  coefficients: DenseArray,
  [height, width]: readonly [number, number],
): void {
  const [pixels, terms] = basis.shape;
  const [, rows, pair] = coefficients.shape;
  if (basis.shape.length !== 2 || pixels !== height * width) {
    throw new Error(
      `oracle: basis must be [${height * width}, K], got [${basis.shape.join(', ')}]`,
    );
  }
  if (coefficients.shape.length !== 3 || rows !== terms || pair !== 2) {
    throw new Error(
      `oracle: coefficients must be [batch, ${terms}, 2], got [${coefficients.shape.join(', ')}]`,
    );
  }
}
