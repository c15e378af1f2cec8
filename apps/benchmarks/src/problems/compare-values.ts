import { WrongResult } from '../contestants/contestant.js';

/** The largest difference, relative to the largest expected value above 1; Infinity for a NaN. */
export function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [largest, scale] = [0, 1];
  for (let index = 0; index < actual.length; index++) {
    const value = expected[index] ?? NaN;
    const difference = Math.abs((actual[index] ?? NaN) - value);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    scale = Math.max(scale, Math.abs(value));
  }
  return largest / scale;
}

/** The same for values, called `what`, that must be right. Throws WrongResult. */
export function requireClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): number {
  if (actual.length !== expected.length) {
    throw new WrongResult(`${what} must have ${expected.length} values, got ${actual.length}`);
  }
  const error = largestError(actual, expected);
  if (error <= tolerance) return error;
  throw new WrongResult(
    `${what} must be right to ${tolerance}, got an error of ${error.toPrecision(3)}`,
  );
}

/** At most so many values, spread over all of them. */
export function spread(values: ArrayLike<number>, most = 997): number[] {
  const count = Math.min(most, values.length);
  const place = (index: number): number => Math.floor(((index + 0.5) / count) * values.length);
  return Array.from({ length: count }, (_, index) => values[place(index)] ?? NaN);
}
