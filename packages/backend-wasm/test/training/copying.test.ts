import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

import { backend, memory, setBackend } from '@tensorflow/tfjs-core';
import { compileKernels } from '@tfjs-stn/kernels';
import { expectClose } from '@tfjs-stn/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openKernelRunner } from '../../src/runtime/open-kernel-runner.js';
import { registerTrainingKernels } from '@tfjs-stn/kernels/tfjs';
import { closedBackend } from '../support/closed-backend.js';
import { convCases, describeCase, outputShape, type ConvCase } from './support/conv-cases.js';
import { cpuFilterGradient, cpuInputGradient } from './support/cpu-gradients.js';
import { describePool, poolCases, pooledShape } from './support/pool-cases.js';
import { randomValues } from './support/random-values.js';
import { runKernel, type Values } from './support/run-kernel.js';

// The training kernels as they run where a later tfjs hides its memory: on copies.
let unregister: () => void;
let runs = 0;
beforeAll(async () => {
  await setBackend('wasm');
  const compiled = { plain: await compileKernels('plain'), shared: await compileKernels('shared') };
  const copying = openKernelRunner(closedBackend(), compiled);
  expect(copying.zeroCopy).toBe(false);
  unregister = registerTrainingKernels('wasm', () => ({
    ...copying,
    run(job) {
      runs++;
      return copying.run(job);
    },
  }));
}, 120_000);
afterAll(() => {
  unregister();
  expect(runs).toBeGreaterThan(50);
});

const tolerance = { rtol: 1e-5, atol: 2e-5 };
const every = <Case>(cases: readonly Case[], step: number): Case[] =>
  cases.filter((_, index) => index % step === 0);
/** One where the batch and the channels are not the first's, so that the memory layout changes. */
const convolutions = every(convCases(), 4).map((conv) => [describeCase(conv), conv] as const);
const depthwise = every(
  convCases([
    [3, 2],
    [8, 1],
    [5, 3],
  ]),
  5,
).map((conv) => [describeCase(conv), conv] as const);
const pools = poolCases.map((pool) => [describePool(pool), pool] as const);

describe.each([
  ['Conv2DBackpropFilter', 'Conv2DBackpropInput', false, convolutions],
  ['DepthwiseConv2dNativeBackpropFilter', 'DepthwiseConv2dNativeBackpropInput', true, depthwise],
] as const)('%s and %s', (filterKernel, inputKernel, isDepthwise, cases) => {
  it.each(cases)('%s', async (_, conv: ConvCase) => {
    const x = randomValues(conv.input, 1);
    const filter = randomValues(conv.filter, 2);
    const dy = randomValues(outputShape(conv, isDepthwise), 3);
    const attributes = {
      ...conv,
      dataFormat: 'NHWC',
      filterShape: conv.filter,
      inputShape: conv.input,
    };
    const byFilter = await runKernel('wasm', filterKernel, { x, dy }, attributes);
    expectClose(byFilter, await cpuFilterGradient(filterKernel, { x, dy }, conv), tolerance);
    const byInput = await runKernel('wasm', inputKernel, { dy, filter }, attributes);
    expectClose(byInput, await cpuInputGradient(inputKernel, { dy, filter }, conv), tolerance);
  });
});

describe('pooling', () => {
  it.each(pools)('MaxPoolGrad, %s', async (_, pool) => {
    const input = randomValues(pool.input, 1);
    const dy = randomValues(pooledShape(pool), 2);
    const inputs = { dy, input, output: dy };
    const actual = await runKernel('wasm', 'MaxPoolGrad', inputs, pool);
    expectClose(actual, await runKernel('cpu', 'MaxPoolGrad', inputs, pool));
  });
});

describe('UnsortedSegmentSum', () => {
  const ids = Int32Array.of(2, 0, -1, 2, 7, 1, 0);
  const attributes = { numSegments: 4 };

  it.each([
    ['float32', randomValues([7, 5], 1)],
    [
      'int32',
      { shape: [7, 5], data: Int32Array.from({ length: 35 }, (_, i) => (i - 17) * 2 ** 25 + i) },
    ],
  ] as [string, Values][])('sums %s and keeps the type', async (dtype, x) => {
    const segmentIds = { shape: [7], data: ids };
    const actual = await runKernel('wasm', 'UnsortedSegmentSum', { x, segmentIds }, attributes);
    expect(actual.dtype).toBe(dtype);
    const expected = { shape: [4, 5], data: new Float64Array(20) };
    ids.forEach((id, row) => {
      if (id < 0 || id >= 4) return;
      for (let column = 0; column < 5; column++) {
        expected.data[id * 5 + column]! += x.data[row * 5 + column]!;
      }
    });
    const exact = { shape: actual.shape, data: Float64Array.from(actual.data) };
    expectClose(
      exact,
      expected,
      dtype === 'int32' ? { rtol: 0, atol: 0 } : { rtol: 1e-6, atol: 1e-6 },
    );
  });

  it('sums no segments', async () => {
    const x = { shape: [0, 3], data: new Float32Array(0) };
    const segmentIds = { shape: [0], data: new Int32Array(0) };
    const actual = await runKernel('wasm', 'UnsortedSegmentSum', { x, segmentIds }, attributes);
    expect(actual.shape).toEqual([4, 3]);
    expect([...actual.data].every((value) => value === 0)).toBe(true);
  });
});

it('copying training kernels leak no tensor', async () => {
  await setBackend('wasm');
  const before = [memory().numTensors, backend().numDataIds()];
  const x = randomValues([7, 5], 1);
  const segmentIds = { shape: [7], data: new Int32Array(7) };
  await runKernel('wasm', 'UnsortedSegmentSum', { x, segmentIds }, { numSegments: 4 });
  expect([memory().numTensors, backend().numDataIds()]).toEqual(before);
});
