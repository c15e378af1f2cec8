import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

import { expectClose } from '@tfjs-stn/testing';
import { describe, it } from 'vitest';

import { guardedMemory } from './support/guarded-memory.js';
import { describePool, poolCases, pooledShape } from './support/pool-cases.js';
import { randomValues } from './support/random-values.js';
import { runKernel } from './support/run-kernel.js';
import { useTrainingKernels } from './support/use-training-kernels.js';

useTrainingKernels(guardedMemory);

const cases = poolCases.map((pool) => [describePool(pool), pool] as const);
const insideCases = cases.filter(([, { pad }]) => pad === 'valid');

describe('AvgPoolGrad', () => {
  it.each(insideCases)('%s, as on cpu', async (_, pool) => {
    const inputs = { input: randomValues(pool.input, 1), dy: randomValues(pooledShape(pool), 2) };
    const actual = await runKernel('wasm', 'AvgPoolGrad', inputs, pool);
    expectClose(actual, await runKernel('cpu', 'AvgPoolGrad', inputs, pool));
  });

  // The forward pass is linear: <dy, avgPool(x)> = <avgPoolGrad(dy), x> for every x.
  it.each(cases)('%s, adjoint of the forward pass', async (_, pool) => {
    const x = randomValues(pool.input, 1);
    const dy = randomValues(pooledShape(pool), 2);
    const y = await runKernel('cpu', 'AvgPool', { x }, pool);
    const dx = await runKernel('wasm', 'AvgPoolGrad', { input: x, dy }, pool);
    expectClose(dot(dx.data, x.data), dot(dy.data, y.data), { rtol: 1e-4, atol: 1e-4 });
  });
});

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
