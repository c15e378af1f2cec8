import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { expectNoLeak } from '@tfjs-stn/testing';
import { beforeAll, describe, expect, it } from 'vitest';

import { heapOf } from '../../src/runtime/wasm-backend.js';
import { useTrainingKernels } from './support/use-training-kernels.js';
import { zeroCopyRunner } from './support/zero-copy-runner.js';

useTrainingKernels(zeroCopyRunner);
beforeAll(() => tf.setBackend('wasm'));

const conv = (x: tf.Tensor4D, w: tf.Tensor4D): tf.Tensor => tf.conv2d(x, w, 2, 'same');
const depthwise = (x: tf.Tensor4D, w: tf.Tensor4D): tf.Tensor =>
  tf.depthwiseConv2d(x, w, 1, 'same');
const pool = (x: tf.Tensor4D): tf.Tensor => tf.maxPool(x, 2, 2, 'same');

describe('memory of the training kernels', () => {
  it('is released after gradients', () => {
    const x = tf.randomNormal<tf.Rank.R4>([2, 9, 8, 3]);
    const w = tf.randomNormal<tf.Rank.R4>([3, 3, 3, 4]);
    const wide = tf.randomNormal<tf.Rank.R4>([3, 3, 3, 2]);
    const table = tf.randomNormal([5, 3]);
    const indices = tf.tensor1d([4, 1, 4], 'int32');
    expectNoLeak(() => tf.grads(conv as never)([x, w]));
    expectNoLeak(() => tf.grads(depthwise as never)([x, wide]));
    expectNoLeak(() => tf.grad(pool as never)(x));
    expectNoLeak(() => tf.grad((a: tf.Tensor) => tf.gather(a, indices))(table));
    tf.dispose([x, w, wide, table, indices]);
  });

  it('is released after an error', () => {
    const x = tf.randomNormal([2, 9, 8, 3]);
    const dy = tf.randomNormal([3, 7, 6, 4]);
    const attributes = { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape: [3, 3, 3, 4] };
    expect(() =>
      expectNoLeak(() => tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, attributes)),
    ).toThrow('Conv2DBackpropFilter: dy must be [2, outHeight, outWidth, 4], got [3, 7, 6, 4]');
    tf.dispose([x, dy]);
  });

  // tfjs keeps an XNNPACK operator, with a packed copy of the filter, for every filter tensor.
  it('does not grow over hundreds of steps with new filters, and results stay correct', () => {
    const memory = heapOf(tf.backend())?.memory as WebAssembly.Memory;
    const x = tf.randomNormal<tf.Rank.R4>([8, 20, 20, 8]);
    const filter = tf.variable(tf.randomNormal<tf.Rank.R4>([5, 5, 8, 32]));
    const loss = (): tf.Scalar => tf.mean(tf.square(pool(conv(x, filter) as tf.Tensor4D)));
    const optimizer = tf.train.sgd(0.1);
    const steps = (count: number): number[] => {
      const losses: number[] = [];
      for (let step = 0; step < count; step++) {
        const value = optimizer.minimize(loss, true) as tf.Scalar;
        losses.push(value.dataSync()[0] as number);
        value.dispose();
      }
      return losses;
    };
    const [first = 0] = steps(20);
    const before = memory.buffer.byteLength;
    const tensors = tf.memory().numTensors;
    const losses = steps(300);
    expect(memory.buffer.byteLength).toBe(before);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(losses.every((value, step) => step === 0 || value < (losses[step - 1] ?? 0))).toBe(true);
    expect(losses.at(-1)).toBeLessThan(first / 2);
    tf.dispose([x, filter]);
    optimizer.dispose();
  });
});
