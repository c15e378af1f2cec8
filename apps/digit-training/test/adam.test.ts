import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, train, variable } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';

import { adamStep, limitGradients, newMoments } from '../src/adam.js';
import { randomSource } from '../src/random.js';

test("adamStep agrees with TensorFlow.js's Adam", async () => {
  await setBackend('cpu');
  const random = randomSource(11);
  const start = Float32Array.from({ length: 8 }, () => random() - 0.5);
  const weight = variable(tensor1d(start), true, 'adam-test');
  const optimizer = train.adam(0.01, 0.9, 0.999, 1e-7);
  const values = start.slice();
  const moments = newMoments(values.length);
  for (let step = 1; step <= 25; step++) {
    const gradient = Float32Array.from({ length: 8 }, () => random() - 0.3);
    optimizer.applyGradients([{ name: 'adam-test', tensor: tensor1d(gradient) }]);
    adamStep(values, moments, { gradient, learningRate: 0.01, step });
  }
  const expected = weight.dataSync();
  values.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 5));
  expect(values).not.toEqual(start);
});

test('limitGradients returns short gradients unchanged', () => {
  const gradients = new Map([['a', Float32Array.of(3, -1)]]);
  expect(limitGradients(gradients)).toBe(gradients);
});

test('limitGradients scales long gradients together to a norm of 5', () => {
  const gradients = new Map([
    ['a', Float32Array.of(6, 0)],
    ['b', Float32Array.of(0, -8)],
  ]);
  const limited = limitGradients(gradients);
  expect([...(limited.get('a') ?? [])]).toEqual([3, 0]);
  expect([...(limited.get('b') ?? [])]).toEqual([0, -4]);
  expect([...(gradients.get('a') ?? [])]).toEqual([6, 0]);
});

test('limitGradients passes NaN on, so that it shows in the loss', () => {
  const gradients = new Map([['a', Float32Array.of(Number.NaN)]]);
  expect(limitGradients(gradients)).toBe(gradients);
});
