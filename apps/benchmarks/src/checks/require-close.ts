import { WrongResult } from './wrong-result.js';

/**
 * The largest difference, relative to the largest expected value where that is above 1.
 *
 * @param what names the values in the error
 * @throws WrongResult if it is above `tolerance`, a value is NaN, or there are more or fewer values
 */
export function requireClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): number {
  if (actual.length !== expected.length) {
    throw new WrongResult(`${what} must have ${expected.length} values, got ${actual.length}`);
  }
  let largest = 0;
  let scale = 1;
  for (let index = 0; index < actual.length; index++) {
    const value = expected[index] ?? NaN;
    const difference = Math.abs((actual[index] ?? NaN) - value);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    scale = Math.max(scale, Math.abs(value));
  }
  const error = largest / scale;
  if (error <= tolerance) return error;
  throw new WrongResult(
    `${what} must be right to ${tolerance}, got an error of ${error.toPrecision(3)}`,
  );
}
