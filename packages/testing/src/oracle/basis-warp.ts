import { basisField } from './basis-field.js';
import type { DenseArray, Float64Dense } from './dense-array.js';
import { imageShape } from './image-shape.js';
import { sampleField } from './sample-field.js';
import { resolveOptions } from './sampling-options.js';
import type { OracleSamplingOptions } from './sampling-options.js';

/** What {@link oracleBasisWarp} takes. */
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
