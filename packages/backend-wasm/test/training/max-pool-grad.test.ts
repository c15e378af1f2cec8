import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

import { expectClose } from '@tfjs-stn/testing';
import { describe, it } from 'vitest';

import { guardedMemory } from './support/guarded-memory.js';
import { describePool, poolCases, pooledShape, type PoolCase } from './support/pool-cases.js';
import { randomValues } from './support/random-values.js';
import { runKernel, type Values } from './support/run-kernel.js';
import { useTrainingKernels } from './support/use-training-kernels.js';

useTrainingKernels(guardedMemory);

const cases = poolCases.map((pool) => [describePool(pool), pool] as const);

async function expectAsOnCpu(pool: PoolCase, input: Values): Promise<void> {
  const dy = randomValues(pooledShape(pool), 2);
  // The gradient needs no output; that it's not looked at is part of the test.
  const output = { shape: dy.shape, data: new Float32Array(dy.data.length).fill(NaN) };
  const actual = await runKernel('wasm', 'MaxPoolGrad', { dy, input, output }, pool);
  const expected = await runKernel('cpu', 'MaxPoolGrad', { dy, input, output }, pool);
  expectClose(actual, expected);
}

/** Every position gets one of few values, so that maxima are not unique. */
function fewValues(pool: PoolCase, values: readonly number[]): Values {
  const { shape, data } = randomValues(pool.input, 7);
  const pick = (value: number): number =>
    values[Math.floor(((value + 1) / 2) * values.length)] ?? 0;
  return { shape, data: Float32Array.from(data, pick) };
}

describe('MaxPoolGrad', () => {
  it.each(cases)('%s', (_, pool) => expectAsOnCpu(pool, randomValues(pool.input, 1)));

  it.each(cases)('%s, nothing positive', (_, pool) => {
    const { shape, data } = randomValues(pool.input, 1);
    return expectAsOnCpu(pool, { shape, data: data.map((value) => -1 - Math.abs(value)) });
  });

  it.each(cases)('%s, first of equal maxima', (_, pool) =>
    expectAsOnCpu(pool, fewValues(pool, [0, -0, 1])),
  );

  it.each(cases)('%s, NaN and infinities', (_, pool) =>
    expectAsOnCpu(pool, fewValues(pool, [NaN, NaN, -Infinity, Infinity, -1, 2])),
  );

  it.each(cases)('%s, windows without a number', (_, pool) =>
    expectAsOnCpu(pool, fewValues(pool, [NaN, -Infinity, NaN])),
  );

  it('leaves out windows that lie in the padding', () =>
    expectAsOnCpu(
      { input: [2, 4, 3, 5], filterSize: 2, strides: 2, pad: 4 },
      randomValues([2, 4, 3, 5], 1),
    ));
});
