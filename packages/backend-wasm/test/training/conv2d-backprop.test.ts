import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

import { expectClose } from '@tfjs-stn/testing';
import { describe, it } from 'vitest';

import {
  convCases,
  describeCase,
  outputShape,
  specialConvCases,
  type ConvCase,
} from './support/conv-cases.js';
import { cpuFilterGradient, cpuInputGradient } from './support/cpu-gradients.js';
import { guardedMemory } from './support/guarded-memory.js';
import { randomValues } from './support/random-values.js';
import { runKernel } from './support/run-kernel.js';
import { useTrainingKernels } from './support/use-training-kernels.js';

useTrainingKernels(guardedMemory);

const cases = [...convCases(), ...specialConvCases].map(
  (conv) => [describeCase(conv), conv] as const,
);
const tolerance = { rtol: 1e-5, atol: 2e-5 };

describe('Conv2DBackpropFilter', () => {
  it.each(cases)('%s', async (_, conv) => {
    const x = randomValues(conv.input, 1);
    const dy = randomValues(outputShape(conv, false), 2);
    const attributes = { ...conv, dataFormat: 'NHWC', filterShape: conv.filter };
    const actual = await runKernel('wasm', 'Conv2DBackpropFilter', { x, dy }, attributes);
    const expected = await cpuFilterGradient('Conv2DBackpropFilter', { x, dy }, conv);
    expectClose(actual, expected, tolerance);
  });
});

describe('Conv2DBackpropInput', () => {
  it.each(cases)('%s', async (_, conv) => {
    const filter = randomValues(conv.filter, 3);
    const dy = randomValues(outputShape(conv, false), 4);
    const attributes = { ...conv, dataFormat: 'NHWC', inputShape: conv.input };
    const actual = await runKernel('wasm', 'Conv2DBackpropInput', { dy, filter }, attributes);
    const expected = await cpuInputGradient('Conv2DBackpropInput', { dy, filter }, conv);
    expectClose(actual, expected, tolerance);
  });

  // Tiles of eight taps reach past the window.
  it.each([1, 2, 3, 5])('keeps an infinity in its window, %i channels', async (channels) => {
    const conv: ConvCase = {
      input: [2, 7, 9, channels],
      filter: [3, 3, channels, 4],
      strides: [1, 1],
      dilations: [1, 1],
      pad: 'valid',
    };
    const filter = randomValues(conv.filter, 3);
    const dy = randomValues(outputShape(conv, false), 4);
    dy.data[((5 + 2) * 7 + 3) * 4 + 1] = Infinity;
    const attributes = { ...conv, dataFormat: 'NHWC', inputShape: conv.input };
    const actual = await runKernel('wasm', 'Conv2DBackpropInput', { dy, filter }, attributes);
    const expected = await cpuInputGradient('Conv2DBackpropInput', { dy, filter }, conv);
    expectClose(actual, expected, tolerance);
  });
});
