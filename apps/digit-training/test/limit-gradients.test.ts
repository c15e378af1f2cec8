import { expect, test } from 'vitest';

import { limitGradients } from '../src/limit-gradients.js';

test('short gradients stay as they are', () => {
  const gradients = new Map([['a', Float32Array.of(3, -1)]]);
  expect(limitGradients(gradients)).toBe(gradients);
});

test('long ones are shortened together, to a length of 5', () => {
  const gradients = new Map([
    ['a', Float32Array.of(6, 0)],
    ['b', Float32Array.of(0, -8)],
  ]);
  const limited = limitGradients(gradients);
  expect([...(limited.get('a') ?? [])]).toEqual([3, 0]);
  expect([...(limited.get('b') ?? [])]).toEqual([0, -4]);
  expect([...(gradients.get('a') ?? [])]).toEqual([6, 0]);
});

test('a gradient that is no number is passed on, to be seen in the loss', () => {
  const gradients = new Map([['a', Float32Array.of(Number.NaN)]]);
  expect(limitGradients(gradients)).toBe(gradients);
});
