import type { DenseArray, Float64Dense } from './dense-array.js';
import { gridField } from './grid-field.js';
import { imageShape } from './image-shape.js';
import { sampleField } from './sample-field.js';
import { resolveOptions } from './sampling-options.js';
import type { OracleSamplingOptions } from './sampling-options.js';

/** What {@link oracleGridSample} takes. */
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
