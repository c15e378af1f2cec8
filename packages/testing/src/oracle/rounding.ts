/** Rounds the result of one arithmetic step. */
export type Rounding = (value: number) => number;

/** The precision of coordinates; interpolation is always float64. */
export type CoordinatePrecision = 'float32' | 'float64';

/** The rounding after every step of the coordinate computation. */
export function roundingOf(precision: CoordinatePrecision): Rounding {
  return precision === 'float32' ? Math.fround : (value) => value;
}
