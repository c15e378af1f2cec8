import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

import { expectClose } from '@tfjs-stn/testing';
import { describe, it } from 'vitest';

import { convCases, describeCase, outputShape } from './support/conv-cases.js';
import { cpuFilterGradient, cpuInputGradient } from './support/cpu-gradients.js';
import { guardedMemory } from './support/guarded-memory.js';
import { randomValues } from './support/random-values.js';
import { runKernel } from './support/run-kernel.js';
import { useTrainingKernels } from './support/use-training-kernels.js';

useTrainingKernels(guardedMemory);

/** Channels of the input, and the multiplier. */
const channels: [number, number][] = [
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 1],
  [5, 3],
  [8, 1],
  [17, 1],
  [1, 4],
  [2, 8],
  [6, 1],
];
const cases = convCases(channels).map((conv) => [describeCase(conv), conv] as const);
const tolerance = { rtol: 1e-5, atol: 1e-5 };

describe('DepthwiseConv2dNativeBackpropFilter', () => {
  it.each(cases)('%s', async (_, conv) => {
    const name = 'DepthwiseConv2dNativeBackpropFilter';
    const x = randomValues(conv.input, 1);
    const dy = randomValues(outputShape(conv, true), 2);
    const actual = await runKernel('wasm', name, { x, dy }, { ...conv, filterShape: conv.filter });
    expectClose(actual, await cpuFilterGradient(name, { x, dy }, conv), tolerance);
  });
});

describe('DepthwiseConv2dNativeBackpropInput', () => {
  it.each(cases)('%s', async (_, conv) => {
    const name = 'DepthwiseConv2dNativeBackpropInput';
    const filter = randomValues(conv.filter, 3);
    const dy = randomValues(outputShape(conv, true), 4);
    const attributes = { ...conv, inputShape: conv.input };
    const actual = await runKernel('wasm', name, { dy, filter }, attributes);
    expectClose(actual, await cpuInputGradient(name, { dy, filter }, conv), tolerance);
  });
});
