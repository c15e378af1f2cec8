import { centralDifferences } from './central-differences.js';
import { expectClose } from './expect-close.js';
import type { Tolerance } from './expect-close.js';

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
