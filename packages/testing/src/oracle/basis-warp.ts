import { fieldGrid, type CoordinateField } from './coordinate-field.js';
import { imageShape, zeros, type DenseArray, type Float64Dense } from './dense-array.js';
import { roundingOf, type CoordinatePrecision, type Rounding } from './rounding.js';
import { sampleFieldGradients } from './sample-field-gradients.js';
import { sampleField } from './sample-field.js';
import { resolveOptions, type OracleSamplingOptions } from './sampling-options.js';

/** Arguments of {@link oracleBasisWarp}. */
export interface OracleBasisWarpInputs extends OracleSamplingOptions {
  /** `[batch, height, width, channels]` */
  readonly image: DenseArray;
  /** `[outHeight * outWidth, K]` */
  readonly basis: DenseArray;
  /** `[batch, K, 2]` */
  readonly coefficients: DenseArray;
  /** `[outHeight, outWidth]` */
  readonly outputSize: readonly [number, number];
}

/**
 * Warps an image by the field `basis · coefficients`, in float64.
 *
 * @returns `[batch, outHeight, outWidth, channels]`
 */
export function oracleBasisWarp(inputs: OracleBasisWarpInputs): Float64Dense {
  const options = resolveOptions(inputs, imageShape(inputs.image).channels);
  const { basis, coefficients, outputSize } = inputs;
  const field = basisField(basis, coefficients, outputSize, options.round);
  return sampleField(inputs.image, field, options);
}

/** The field `basis · coefficients`, with `[outHeight * outWidth, K]` and `[batch, K, 2]`. */
function basisField(
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

/** Arguments of {@link oracleBasisGrid}. */
export interface OracleBasisGridInputs {
  /** `[outHeight * outWidth, K]` */
  readonly basis: DenseArray;
  /** `[batch, K, 2]` */
  readonly coefficients: DenseArray;
  /** `[outHeight, outWidth]` */
  readonly outputSize: readonly [number, number];
  readonly coordinates?: CoordinatePrecision | undefined;
}

/**
 * The grid `basis · coefficients`, in float64.
 *
 * @returns `[batch, outHeight, outWidth, 2]`
 */
export function oracleBasisGrid(inputs: OracleBasisGridInputs): Float64Dense {
  const { basis, coefficients, outputSize, coordinates = 'float64' } = inputs;
  return fieldGrid(basisField(basis, coefficients, outputSize, roundingOf(coordinates)));
}

/**
 * The gradients of `sum(output * outputGradient)` for `output = oracleBasisWarp(inputs)`.
 *
 * @returns gradients with the shapes of image and coefficients; a broadcast side is summed
 */
export function oracleBasisWarpGradients(
  inputs: OracleBasisWarpInputs & { readonly outputGradient: DenseArray },
): { readonly image: Float64Dense; readonly coefficients: Float64Dense } {
  const { basis, outputSize } = inputs;
  const terms = basis.shape[1]!;
  const options = resolveOptions(inputs, imageShape(inputs.image).channels);
  const coefficients = zeros(inputs.coefficients.shape);
  const image = sampleFieldGradients(
    inputs.image,
    basisField(basis, inputs.coefficients, outputSize, options.round),
    options,
    inputs.outputGradient,
    (item, pixel, gradient) => {
      for (let term = 0; term < terms; term++) {
        const weight = basis.data[pixel * terms + term]!;
        const start = (item * terms + term) * 2;
        coefficients.data[start]! += weight * gradient.x;
        coefficients.data[start + 1]! += weight * gradient.y;
      }
    },
  );
  return { image, coefficients };
}
