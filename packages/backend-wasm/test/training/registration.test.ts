import '@tensorflow/tfjs-backend-wasm';

import * as tf from '@tensorflow/tfjs-core';
import { expectClose } from '@tfjs-stn/testing';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { registerTrainingKernels, shareClones } from '@tfjs-stn/kernels/tfjs';
import type { RunnerFor } from '@tfjs-stn/kernels/tfjs';
import { kernelModule } from './support/kernel-module.js';
import { randomValues } from './support/random-values.js';
import { runKernel } from './support/run-kernel.js';
import { zeroCopyRunner } from './support/zero-copy-runner.js';

const added = [
  'Conv2DBackpropFilter',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'UnsortedSegmentSum',
];
const replaced = ['AvgPoolGrad', 'Conv2DBackpropInput', 'Identity', 'MaxPoolGrad'];
const kernelFunc = (name: string): tf.KernelFunc | undefined =>
  (tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined)?.kernelFunc;

let find: RunnerFor;
beforeAll(async () => {
  find = zeroCopyRunner(await kernelModule());
}, 120_000);
afterEach(() => registerTrainingKernels('wasm', find)());

describe('registerTrainingKernels', () => {
  // The first test: the backend must not have started. And no tf.setBackend after the restoring,
  // which would set up what is registered by then.
  it('works before tf.setBackend, and the kernels of tfjs still work', async () => {
    const unregister = registerTrainingKernels('wasm', find);
    await tf.setBackend('wasm');
    const input = tf.reshape(tf.range(1, 17), [1, 4, 4, 1]);
    const dy = tf.randomNormal([1, 2, 2, 1]);
    const attributes = { filterSize: 2, strides: 2, pad: 'valid' };
    const gradient = (): tf.Tensor =>
      tf.engine().runKernel('MaxPoolGrad', { dy, input, output: dy }, attributes);
    const ours = gradient();
    unregister();
    expectClose(gradient(), ours);
  });

  it('adds what tfjs lacks, replaces what it has, and restores both', () => {
    const before = replaced.map(kernelFunc);
    expect(added.map(kernelFunc)).toEqual(added.map(() => undefined));
    const unregister = registerTrainingKernels('wasm', find);
    for (const name of added) expect(kernelFunc(name)).toBeTypeOf('function');
    replaced.forEach((name, index) => expect(kernelFunc(name)).not.toBe(before[index]));
    unregister();
    expect(added.map(kernelFunc)).toEqual(added.map(() => undefined));
    expect(replaced.map(kernelFunc)).toEqual(before);
  });

  it('shares clones until the last of those who asked for it gives it up', () => {
    const before = kernelFunc('Identity');
    const [first, second] = [shareClones('wasm', find), registerTrainingKernels('wasm', find)];
    first();
    first();
    expect(kernelFunc('Identity')).not.toBe(before);
    second();
    expect(kernelFunc('Identity')).toBe(before);
  });

  it('registers once, without warnings', () => {
    const warn = vi.spyOn(console, 'warn');
    const unregister = registerTrainingKernels('wasm', find);
    const registered = replaced.map(kernelFunc);
    expect(registerTrainingKernels('wasm', find)).toBe(unregister);
    expect(replaced.map(kernelFunc)).toEqual(registered);
    unregister();
    unregister();
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('keeps a later registration when an earlier one is undone again', () => {
    const first = registerTrainingKernels('wasm', find);
    first();
    const second = registerTrainingKernels('wasm', find);
    first();
    expect(kernelFunc('Conv2DBackpropFilter')).toBeTypeOf('function');
    expect(registerTrainingKernels('wasm', find)).toBe(second);
  });

  it('leaves NCHW input gradients to tfjs', async () => {
    registerTrainingKernels('wasm', find);
    const dy = randomValues([2, 3, 4, 5], 1);
    const filter = randomValues([3, 3, 2, 3], 2);
    const attributes = { strides: 1, pad: 'same', dataFormat: 'NCHW', inputShape: [2, 2, 4, 5] };
    const actual = await runKernel('wasm', 'Conv2DBackpropInput', { dy, filter }, attributes);
    const last = { ...attributes, dataFormat: 'NHWC', inputShape: [2, 4, 5, 2] };
    const channelsLast = (await transposed(dy, [0, 2, 3, 1])) as typeof dy;
    const inputs = { dy: channelsLast, filter };
    const expected = await runKernel('wasm', 'Conv2DBackpropInput', inputs, last);
    expectClose(actual, await transposed(expected, [0, 3, 1, 2]), { atol: 1e-5 });
  });

  it('reports what it does not support', async () => {
    registerTrainingKernels('wasm', find);
    await tf.setBackend('wasm');
    const run = (x: tf.Tensor, dataFormat: string) => () =>
      tf
        .engine()
        .runKernel(
          'Conv2DBackpropFilter',
          { x, dy: tf.zeros([1, 3, 3, 1]) },
          { strides: 1, pad: 'valid', dataFormat, filterShape: [2, 2, 1, 1] },
        );
    expect(run(tf.zeros([1, 1, 4, 4]), 'NCHW')).toThrow(
      "Conv2DBackpropFilter: dataFormat must be 'NHWC', got 'NCHW'",
    );
    expect(run(tf.zeros([1, 4, 4, 1], 'int32'), 'NHWC')).toThrow(
      'Conv2DBackpropFilter: x must be float32, got int32',
    );
    expect(run(tf.zeros([1, 4, 4, 2]), 'NHWC')).toThrow(
      'Conv2DBackpropFilter: the filter must be [height, width, 2, channels], got [2, 2, 1, 1]',
    );
  });
});

function transposed(
  x: { shape: number[]; data: Float32Array | Int32Array },
  perm: number[],
): ReturnType<typeof runKernel> {
  return runKernel('wasm', 'Transpose', { x }, { perm });
}
