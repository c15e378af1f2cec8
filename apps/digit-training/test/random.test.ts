import { expect, test } from 'vitest';

import { hashIntegers, randomSource, shuffledOrder } from '../src/random.js';

// MurmurHash3's mixing, in a few lines of Python's unbounded integers.
test.each([
  [[], 0],
  [[0], 2610738074],
  [[1, 2, 3], 1272988909],
  [[-1, 2 ** 32 - 1], 2839951150],
])('hashIntegers of %j is %i', (integers, hash) => {
  expect(hashIntegers(integers)).toBe(hash);
});

function take(count: number, ...purpose: readonly number[]): number[] {
  const random = randomSource(...purpose);
  return Array.from({ length: count }, () => random());
}

// sfc32 behind MurmurHash3, in a few lines of Python's unbounded integers. Checkpoints and published
// results depend on these numbers.
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
])('randomSource of %j yields the expected first numbers', (purpose, numbers) => {
  expect(take(3, ...purpose)).toEqual(numbers);
});

test('randomSource repeats itself for the same purpose only', () => {
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

test('randomSource is uniform over [0, 1)', () => {
  const bins = Array<number>(10).fill(0);
  for (const value of take(100_000, 7)) {
    const bin = Math.floor(10 * value);
    bins[bin] = (bins[bin] ?? Number.NaN) + 1;
  }
  for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test('randomSource is uncorrelated between consecutive purposes', () => {
  const firsts = Array.from({ length: 10_000 }, (_, step) => take(1, 1, 3, step)[0] ?? 0);
  const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
  const products = firsts
    .slice(1)
    .map((value, index) => (value - 0.5) * ((firsts[index] ?? 0) - 0.5));
  const covariance = products.reduce((sum, value) => sum + value, 0) / products.length;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(Math.abs(12 * covariance)).toBeLessThan(0.04);
});

test('shuffledOrder holds every index once', () => {
  const order = shuffledOrder(1000, randomSource(5));
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect([...order.subarray(0, 20)]).not.toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test('shuffledOrder makes every order of three equally likely', () => {
  const counts = new Map<string, number>();
  const random = randomSource(6);
  for (let round = 0; round < 6000; round++) {
    const order = shuffledOrder(3, random).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // Of 6000 draws 1000 each, with a standard deviation of 29.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

test('shuffledOrder of zero or one integers is trivial', () => {
  expect([...shuffledOrder(0, randomSource(1))]).toEqual([]);
  expect([...shuffledOrder(1, randomSource(1))]).toEqual([0]);
});
