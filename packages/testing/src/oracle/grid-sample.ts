import type { CoordinateField } from './coordinate-field.js';
import { imageShape, zeros, type DenseArray, type Float64Dense } from './dense-array.js';
import { sampleFieldGradients } from './sample-field-gradients.js';
import { sampleField } from './sample-field.js';
import { resolveOptions, type OracleSamplingOptions } from './sampling-options.js';

/** Arguments of {@link oracleGridSample}. */
export interface OracleGridSampleInputs extends OracleSamplingOptions {
  /** `[batch, height, width, channels]` */
  readonly image: DenseArray;
  /** `[batch, outHeight, outWidth, 2]`, normalised (x, y). */
  readonly grid: DenseArray;
}

/**
 * Samples an image at the points of a grid, in float64.
 *
 * Convention: NHWC; grid points are normalised (x, y) into the input; a batch of 1 broadcasts.
 *
 * @returns `[batch, outHeight, outWidth, channels]`
 */
export function oracleGridSample(inputs: OracleGridSampleInputs): Float64Dense {
  const options = resolveOptions(inputs, imageShape(inputs.image).channels);
  return sampleField(inputs.image, gridField(inputs.grid), options);
}

/** The field of a grid `[batch, outHeight, outWidth, 2]` of (x, y). */
function gridField(grid: DenseArray): CoordinateField {
  const [batch, height, width, pair] = grid.shape;
  if (grid.shape.length !== 4 || pair !== 2) {
    throw new Error(
      `oracle: grid must be [batch, outHeight, outWidth, 2], got [${grid.shape.join(', ')}]`,
    );
  }
  const pixels = height! * width!;
  return {
    batch: batch!,
    outputSize: [height!, width!],
    at: (item, pixel) => {
      const start = (item * pixels + pixel) * 2;
      return { x: grid.data[start]!, y: grid.data[start + 1]! };
    },
  };
}

/**
 * The gradients of `sum(output * outputGradient)` for `output = oracleGridSample(inputs)`.
 *
 * @returns gradients with the shapes of image and grid; a broadcast side is summed
 */
export function oracleGridSampleGradients(
  inputs: OracleGridSampleInputs & { readonly outputGradient: DenseArray },
): { readonly image: Float64Dense; readonly grid: Float64Dense } {
  const field = gridField(inputs.grid);
  const grid = zeros(inputs.grid.shape);
  const pixels = field.outputSize[0] * field.outputSize[1];
  const image = sampleFieldGradients(
    inputs.image,
    field,
    resolveOptions(inputs, imageShape(inputs.image).channels),
    inputs.outputGradient,
    (item, pixel, gradient) => {
      const start = (item * pixels + pixel) * 2;
      grid.data[start]! += gradient.x;
      grid.data[start + 1]! += gradient.y;
    },
  );
  return { image, grid };
}
