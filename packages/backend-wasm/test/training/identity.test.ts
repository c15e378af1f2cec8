import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { beforeAll, describe, expect, it } from 'vitest';

import { useTrainingKernels } from './support/use-training-kernels.js';
import { zeroCopyRunner } from './support/zero-copy-runner.js';

useTrainingKernels(zeroCopyRunner);
beforeAll(() => tf.setBackend('wasm'));

const addressOf = ({ dataId }: tf.Tensor): number =>
  (tf.backend() as unknown as { getMemoryOffset(dataId: object): number }).getMemoryOffset(dataId);

describe('Identity', () => {
  it('shares the values, whichever tensor is disposed first', () => {
    for (const first of [0, 1]) {
      const values = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
      const both = [values, tf.clone(values)] as const;
      expect(addressOf(both[1])).toBe(addressOf(both[0]));
      both[first]?.dispose();
      // What is freed too early is given to the next one that asks.
      const next = tf.tensor2d([9, 9, 9, 9, 9, 9], [2, 3]);
      expectClose(both[1 - first] as tf.Tensor, { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] });
      tf.dispose([...both, next]);
    }
  });

  it('releases the memory with the last tensor', () => {
    const values = tf.ones([64, 64]);
    expectNoLeak(() => tf.tidy(() => tf.clone(tf.clone(values))));
    expectNoLeak(() => tf.grad((x: tf.Tensor) => tf.mul(x, tf.exp(x)))(values));
    values.dispose();
  });

  it.each([
    ['int32', [7, -8]],
    ['bool', [1, 0]],
  ] as const)('accepts %s', (dtype, data) => {
    const values = tf.tensor1d([...data], dtype);
    const copy = tf.clone(values);
    values.dispose();
    expect([...copy.dataSync()]).toEqual(data);
    copy.dispose();
  });

  it('accepts strings', () => {
    const { numBytes } = tf.memory();
    const values = tf.tensor1d(['θ', 'STN']);
    const copy = tf.clone(values);
    values.dispose();
    expect(copy.dataSync()).toEqual(['θ', 'STN']);
    copy.dispose();
    expect(tf.memory().numBytes).toBe(numBytes);
  });

  it('is kept when the values move to another backend and back', async () => {
    const before = tf.memory();
    const values = tf.tensor1d([1, 2, 3]);
    const copy = tf.clone(values);
    await tf.setBackend('cpu');
    const there = tf.clone(copy);
    const sum = tf.add(values, there);
    await tf.setBackend('wasm');
    values.dispose();
    const back = tf.add(copy, sum);
    copy.dispose();
    expect([...there.dataSync(), ...back.dataSync()]).toEqual([1, 2, 3, 3, 6, 9]);
    tf.dispose([there, sum, back]);
    expect(tf.memory()).toMatchObject({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
      numBytes: before.numBytes,
    });
  });

  it('leaves a variable its values while those before are kept', () => {
    const weight = tf.variable(tf.tensor1d([1, 2]));
    const before = tf.clone(weight);
    weight.assign(tf.tensor1d([3, 4]));
    expect([...before.dataSync(), ...weight.dataSync()]).toEqual([1, 2, 3, 4]);
    tf.dispose([before, weight]);
  });
});
