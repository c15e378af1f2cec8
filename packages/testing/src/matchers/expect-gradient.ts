import { expectClose, type Tolerance } from './expect-close.js';

/** A scalar function, where it is evaluated, and the gradient claimed for it there. */
export interface GradientCheck extends Tolerance {
  readonly evaluate: (point: Float64Array) => number;
  readonly point: ArrayLike<number>;
  /** Row-major, as many elements as the point. */
  readonly gradient: ArrayLike<number>;
  /** Default 1e-5. */
  readonly step?: number | undefined;
}

/**
 * Asserts that a gradient agrees with central differences of its function. Keep the point
 * at least a step away from kinks and jumps.
 *
 * @throws Error as {@link expectClose} does; the default tolerances are 1e-6 and 1e-7
 */
export function expectGradient({
  evaluate,
  point,
  gradient,
  step,
  rtol = 1e-6,
  atol = 1e-7,
  what = 'gradient',
}: GradientCheck): void {
  const expected = centralDifferences(evaluate, point, step);
  expectClose(Float64Array.from(gradient), expected, { rtol, atol, what });
}

/**
 * The gradient of a scalar function by central differences, `(f(x + h) - f(x - h)) / 2h`
 * per component; the error is of order h².
 *
 * @param step h, default 1e-5: fit for float64; a float32 function needs about 1e-2
 */
export function centralDifferences(
  evaluate: (point: Float64Array) => number,
  point: ArrayLike<number>,
  step = 1e-5,
): Float64Array {
  return Float64Array.from(point, (value, index) => {
    const above = Float64Array.from(point);
    const below = Float64Array.from(point);
    above[index] = value + step;
    below[index] = value - step;
    return (evaluate(above) - evaluate(below)) / (value + step - (value - step));
  });
}
