import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, train, variable } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';

import { adamStep, newMoments } from '../src/adam-step.js';
import { randomSource } from '../src/random-source.js';

test("agrees with TensorFlow.js's Adam", async () => {
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
