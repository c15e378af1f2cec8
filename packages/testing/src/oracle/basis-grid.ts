import { basisField } from './basis-field.js';
import type { DenseArray, Float64Dense } from './dense-array.js';
import { fieldGrid } from './field-grid.js';
import { roundingOf } from './rounding.js';
import type { CoordinatePrecision } from './rounding.js';

/** What {@link oracleBasisGrid} takes. */
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
