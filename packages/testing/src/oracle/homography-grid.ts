import type { DenseArray, Float64Dense } from './dense-array.js';
import { fieldGrid } from './field-grid.js';
import { homographyField } from './homography-field.js';
import { roundingOf } from './rounding.js';
import type { CoordinatePrecision } from './rounding.js';

/** What {@link oracleHomographyGrid} takes. */
export interface OracleHomographyGridInputs {
  /** `[batch, 3, 3]`, normalised output (x, y, 1) to homogeneous input coordinates. */
  readonly matrix: DenseArray;
  /** `[outHeight, outWidth]` */
  readonly outputSize: readonly [number, number];
  readonly alignCorners?: boolean | undefined;
  readonly coordinates?: CoordinatePrecision | undefined;
}

/**
 * The grid of a homography, in float64.
 *
 * @returns `[batch, outHeight, outWidth, 2]`, (+Infinity, +Infinity) where w <= 0
 */
export function oracleHomographyGrid(inputs: OracleHomographyGridInputs): Float64Dense {
  const { matrix, outputSize, alignCorners = false, coordinates = 'float64' } = inputs;
  return fieldGrid(homographyField(matrix, outputSize, alignCorners, roundingOf(coordinates)));
}
