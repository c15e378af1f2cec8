import { expect, test } from 'vitest';

import { shuffledOrder } from '../src/data/shuffled-order.js';
import { randomSource } from '../src/random/random-source.js';

function take(count: number, ...purpose: readonly number[]): number[] {
  const random = randomSource(...purpose);
  return Array.from({ length: count }, () => random());
}

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

test('an order holds every index once', () => {
  const order = shuffledOrder(1000, randomSource(5));
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect([...order.subarray(0, 20)]).not.toEqual(Array.from({ length: 20 }, (_, i) => i));
});
