import { expect, test } from 'vitest';

import { randomSource } from '../src/random-source.js';

function take(count: number, ...purpose: readonly number[]): number[] {
  const random = randomSource(...purpose);
  return Array.from({ length: count }, () => random());
}

// sfc32 behind MurmurHash3, in a few lines of Python's unbounded integers. Checkpoints and published
// results stand on these numbers.
test.each([
  [
    [1, 2, 3],
    [0.004179258830845356, 0.12961402931250632, 0.7469212226569653],
  ],
  [[], [0.6570150533225387, 0.16552553279325366, 0.7609840480145067]],
  [
    [20_150_605, 3, 250],
    [0.7631211651023477, 0.1624721041880548, 0.7333559405524284],
  ],
])('the stream of %j begins so', (purpose, numbers) => {
  expect(take(3, ...purpose)).toEqual(numbers);
});

test('the same purpose gives the same numbers, another one others', () => {
  expect(take(5, 1, 2, 3)).toEqual(take(5, 1, 2, 3));
  const firsts = [
    [1, 2, 3],
    [1, 2, 4],
    [2, 1, 3],
    [1, 2],
    [1, 2, 3, 0],
  ].map((purpose) => take(1, ...purpose)[0]);
  expect(new Set(firsts).size).toBe(firsts.length);
});

test('numbers are spread evenly over [0, 1)', () => {
  const bins = Array<number>(10).fill(0);
  for (const value of take(100_000, 7)) {
    const bin = Math.floor(10 * value);
    bins[bin] = (bins[bin] ?? Number.NaN) + 1;
  }
  for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test('consecutive purposes are not alike', () => {
  const firsts = Array.from({ length: 10_000 }, (_, step) => take(1, 1, 3, step)[0] ?? 0);
  const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
  const products = firsts
    .slice(1)
    .map((value, index) => (value - 0.5) * ((firsts[index] ?? 0) - 0.5));
  const covariance = products.reduce((sum, value) => sum + value, 0) / products.length;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(Math.abs(12 * covariance)).toBeLessThan(0.04);
});
