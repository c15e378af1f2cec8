import { expect, test } from 'vitest';

import { randomSource } from '../src/random-source.js';
import { shuffledOrder } from '../src/shuffled-order.js';

test('an order holds every index once', () => {
  const order = shuffledOrder(1000, randomSource(5));
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect([...order.subarray(0, 20)]).not.toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test('every order of three is as likely as any other', () => {
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

test('nothing and a single one have one order', () => {
  expect([...shuffledOrder(0, randomSource(1))]).toEqual([]);
  expect([...shuffledOrder(1, randomSource(1))]).toEqual([0]);
});
