import { expectClose, type Tolerance } from './expect-close.js';

/** A scalar function, a point, and the gradient to check at that point. */
export interface GradientCheck extends Tolerance {
  readonly evaluate: (point: Float64Array) => number;
  readonly point: ArrayLike<number>;
  /** Row-major, as many elements as the point. */
  readonly gradient: ArrayLike<number>;
  /** Default 1e-5. */
  readonly step?: number | undefined;
}

/**
 * Asserts that a gradient agrees with central differences of its function. The point must be at
 * least a step away from kinks and jumps.
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
 * The gradient of a scalar function by central differences, `(f(x + h) - f(x - h)) / 2h` per
 * component, with an error of order h².
 *
 * @param step h; the default 1e-5 suits float64, a float32 function needs about 1e-2
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
