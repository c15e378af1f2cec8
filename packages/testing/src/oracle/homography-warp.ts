import type { DenseArray, Float64Dense } from './dense-array.js';
import { homographyField } from './homography-field.js';
import { imageShape } from './image-shape.js';
import { sampleField } from './sample-field.js';
import { resolveOptions } from './sampling-options.js';
import type { OracleSamplingOptions } from './sampling-options.js';

/** What {@link oracleHomographyWarp} takes. */
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
 * Convention: the matrix maps output to input; where w <= 0 the output is `fillValue`,
 * whatever the padding.
 *
 * @returns `[batch, outHeight, outWidth, channels]`
 */
export function oracleHomographyWarp(inputs: OracleHomographyWarpInputs): Float64Dense {
  const options = resolveOptions(inputs, imageShape(inputs.image).channels);
  const { alignCorners, round } = options;
  const field = homographyField(inputs.matrix, inputs.outputSize, alignCorners, round);
  return sampleField(inputs.image, field, options);
}
