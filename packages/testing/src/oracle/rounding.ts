/** Rounds the result of one arithmetic step. */
export type Rounding = (value: number) => number;

/** The precision coordinates are computed in; interpolation is always float64. */
export type CoordinatePrecision = 'float32' | 'float64';

/** The rounding every step of the coordinate computation goes through. */
export function roundingOf(precision: CoordinatePrecision): Rounding {
  return precision === 'float32' ? Math.fround : (value) => value;
}
