import type { Point } from './coordinate-field.js';
import { imageShape, zeros, type DenseArray, type Float64Dense } from './dense-array.js';
import { homographyField, homographyPoint, type HomographyPoint } from './homography-field.js';
import { sampleFieldGradients } from './sample-field-gradients.js';
import { sampleField } from './sample-field.js';
import { resolveOptions, type OracleSamplingOptions } from './sampling-options.js';

/** Arguments of {@link oracleHomographyWarp}. */
export interface OracleHomographyWarpInputs extends OracleSamplingOptions {
  /** `[batch, height, width, channels]` */
  readonly image: DenseArray;
  /** `[batch, 3, 3]`, normalised output (x, y, 1) to homogeneous input coordinates. */
  readonly matrix: DenseArray;
  /** `[outHeight, outWidth]` */
  readonly outputSize: readonly [number, number];
}

/**
 * Warps an image by a homography, in float64.
 *
 * Convention: the matrix maps output to input; where w <= 0 the output is `fillValue` for every
 * padding.
 *
 * @returns `[batch, outHeight, outWidth, channels]`
 */
export function oracleHomographyWarp(inputs: OracleHomographyWarpInputs): Float64Dense {
  const options = resolveOptions(inputs, imageShape(inputs.image).channels);
  const { alignCorners, round } = options;
  const field = homographyField(inputs.matrix, inputs.outputSize, alignCorners, round);
  return sampleField(inputs.image, field, options);
}

/**
 * The gradients of `sum(output * outputGradient)` for `output = oracleHomographyWarp(inputs)`.
 *
 * @returns gradients with the shapes of image and matrix; a broadcast side is summed
 */
export function oracleHomographyWarpGradients(
  inputs: OracleHomographyWarpInputs & { readonly outputGradient: DenseArray },
): { readonly image: Float64Dense; readonly matrix: Float64Dense } {
  const { outputSize } = inputs;
  const options = resolveOptions(inputs, imageShape(inputs.image).channels);
  const { alignCorners, round } = options;
  const matrix = zeros(inputs.matrix.shape);
  const image = sampleFieldGradients(
    inputs.image,
    homographyField(inputs.matrix, outputSize, alignCorners, round),
    options,
    inputs.outputGradient,
    (item, pixel, gradient) => {
      const point = homographyPoint(inputs.matrix, item, pixel, outputSize, alignCorners, round);
      addMatrixGradient(matrix.data, item * 9, point, gradient);
    },
  );
  return { image, matrix };
}

/** `x = u / w` with `u = row0 · base`, so dx/drow0 = base / w and dx/drow2 = -x · base / w. */
function addMatrixGradient(
  matrix: Float64Array,
  start: number,
  point: HomographyPoint,
  gradient: Point,
): void {
  const base = [point.baseX, point.baseY, 1];
  const add = (row: number, factor: number): void => {
    base.forEach((value, column) => {
      matrix[start + row * 3 + column]! += factor * value;
    });
  };
  // A gradient of 0 stays 0, although the coordinate may be infinite or w may be 0.
  if (gradient.x !== 0) {
    add(0, gradient.x / point.w);
    add(2, (-gradient.x * point.x) / point.w);
  }
  if (gradient.y !== 0) {
    add(1, gradient.y / point.w);
    add(2, (-gradient.y * point.y) / point.w);
  }
}
