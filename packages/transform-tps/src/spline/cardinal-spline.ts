import { multiplyRow } from './multiply-row.js';
import { solveLinear } from './solve-linear.js';
import { splineMatrix } from './spline-matrix.js';
import { thinPlate } from './thin-plate.js';

/** A spline through fixed points, ready for any values there. */
export interface CardinalSpline {
  /** How many points there are, K. */
  readonly count: number;
  /**
   * The cardinal functions at a point q: `B(q) = [U(|q - Pj|), 1, q] · L⁻¹`, without the last three
   * columns. The spline is `B(q) · values`; B sums to 1, and without regularisation Bj is 1 at Pj and
   * 0 at the other points.
   *
   * @returns K numbers, in an array that the next call writes over
   */
  at(x: number, y: number): Float64Array;
}

/**
 * Solves the system of a thin-plate spline once, in float64 (Bookstein, 1989).
 *
 * @param points `[K, 2]`, row-major (x, y), distinct and not all on one line
 * @param regularization λ: 0 goes through the values, more bends less
 */
export function cardinalSpline(points: Float64Array, regularization: number): CardinalSpline {
  const count = points.length / 2;
  const size = count + 3;
  const unit = new Float64Array(size * count);
  for (let k = 0; k < count; k++) unit[k * count + k] = 1;
  const weights = solveLinear(splineMatrix(points, regularization), unit, count);
  const terms = new Float64Array(size);
  const values = new Float64Array(count);
  const at = (x: number, y: number): Float64Array => {
    for (let j = 0; j < count; j++) {
      const dx = x - (points[2 * j] as number);
      const dy = y - (points[2 * j + 1] as number);
      terms[j] = thinPlate(dx * dx + dy * dy);
    }
    terms[count] = 1;
    terms[count + 1] = x;
    terms[count + 2] = y;
    multiplyRow(terms, weights, values);
    return values;
  };
  return { count, at };
}
