import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { NodeBackend, TensorRecord } from '../src/values/node-backend.js';
import { stageInput } from '../src/values/stage-input.js';
import { giveToTensorflow } from '../src/values/tensorflow/give-to-tensorflow.js';
import { worthCalls } from '../src/values/tensorflow/tensorflow-backend.js';

interface Tensorflow extends NodeBackend {
  readonly tensorMap: { get(dataId: object): TensorRecord };
  numDataIds(): number;
  executeSingleOutput(...of: unknown[]): tf.Tensor;
}
const backend = (): Tensorflow => tf.backend() as unknown as Tensorflow;

/** A tensor of TensorFlow's own, and what is in it. */
function known(shape: number[], dtype: 'float32' | 'int32' = 'float32'): [tf.Tensor, number[]] {
  const random = seededRandom(7);
  const values = Array.from({ length: tf.util.sizeFromShape(shape) }, () =>
    Math.floor(random() * 1e6),
  );
  return [tf.tidy(() => tf.add(tf.tensor(values, shape, dtype), tf.scalar(0, dtype))), values];
}

/** Copies to the middle of a memory and gives what is there, with a word on either side. */
function staged(input: tf.TensorInfo, shared = true): number[] {
  const size = tf.util.sizeFromShape(input.shape);
  const pages = Math.ceil((size * 4 + 256) / 65536);
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  const View = input.dtype === 'int32' ? Int32Array : Float32Array;
  stageInput(backend(), input, 'Test')(new View(buffer, 64, size));
  return [...new View(buffer, 60, size + 2)];
}

/** A million values, which `toEqual` would take seconds for. */
function expectSame(got: readonly number[], values: readonly number[]): void {
  expect(got).toHaveLength(values.length);
  expect(got.findIndex((value, place) => value !== values[place])).toBe(-1);
}

describeBackends(['tensorflow'], () => {
  afterEach(() => void vi.restoreAllMocks());

  describe('values held by TensorFlow reach the kernels', () => {
    it.each([
      [[1, 700, 501, 3], 'float32', true],
      [[50, 150, 141, 1], 'float32', true],
      [[2, 530, 500, 2], 'float32', false],
      [[3, 350_001], 'int32', true],
      [[1_050_001, 1], 'float32', true],
      [[1, 300, 250, 3], 'float32', true],
      [[4, 4], 'float32', true],
    ] as const)('%j, %s, shared: %s', (shape, dtype, shared) => {
      const [input, values] = known([...shape], dtype);
      expectSame(staged(input, shared), [0, ...values, 0]);
      input.dispose();
    });

    it('after a reshape', () => {
      const [input, values] = known([2, 700, 800, 1]);
      const other = { dataId: input.dataId, shape: [1400, 800], dtype: input.dtype };
      expectSame(staged(other), [0, ...values, 0]);
      input.dispose();
    });

    it('repeatedly, unchanged in TensorFlow and without leaks', () => {
      const [input, values] = known([1, 1100, 1000, 1]);
      staged(input);
      const [tensors, ids] = [tf.memory().numTensors, backend().numDataIds()];
      for (let turn = 0; turn < 3; turn++) staged(input);
      expect([tf.memory().numTensors, backend().numDataIds()]).toEqual([tensors, ids]);
      expectSame([...input.dataSync()], values);
      input.dispose();
    });

    it('in one copy if they are large, without a copy in JavaScript', () => {
      const [input] = known([1, 1100, 1000, 1]);
      const read = vi.spyOn(backend(), 'readSync');
      staged(input);
      expect(read).not.toHaveBeenCalled();
      input.dispose();
    });
  });

  it.each([
    [[1, 700, 501, 3], 'float32'],
    [[3, 350_001], 'int32'],
  ] as const)('TensorFlow makes a tensor of its own of a large result: %j, %s', (shape, dtype) => {
    const [input, expected] = known([...shape], dtype);
    const values = input.dataSync().slice() as Float32Array | Int32Array;
    const [tensors, ids] = [tf.memory().numTensors, backend().numDataIds()];
    const dataId = backend().write(new Float32Array(0), [...shape], dtype);
    const id = giveToTensorflow(backend(), values, shape) as number;
    Object.assign(backend().tensorMap.get(dataId), { id, values: null });
    values.fill(0);
    expectSame(Array.from(backend().readSync(dataId)), expected);
    backend().disposeData(dataId);
    expect([tf.memory().numTensors, backend().numDataIds()]).toEqual([tensors, ids]);
    input.dispose();
  });

  it('a small result goes by way of JavaScript', () => {
    expect(giveToTensorflow(backend(), new Float32Array(worthCalls - 1), [worthCalls - 1])).toBe(
      undefined,
    );
  });

  it('values that TensorFlow does not hold are read in place', () => {
    const execute = vi.spyOn(backend(), 'executeSingleOutput');
    const values = Array.from({ length: 1_100_000 }, (_, index) => index);
    const input = tf.tensor(values, [1, 1_100_000]);
    expectSame(staged(input), [0, ...values, 0]);
    expect(execute).not.toHaveBeenCalled();
    input.dispose();
  });

  describe('values are read through JavaScript if TensorFlow does not write to our memory', () => {
    it.each([
      [
        'lacks the op',
        (): tf.Tensor => {
          throw new Error('Op type not registered');
        },
      ],
      ['writes to a copy', (): tf.Tensor => tf.zeros([2, 16])],
    ])('because it %s', async (_, execute) => {
      const [input, values] = known([1, 1100, 1000, 1]);
      // What the real one answered is known already.
      vi.resetModules();
      const fresh = await import('../src/values/stage-input.js');
      vi.spyOn(backend(), 'executeSingleOutput').mockImplementation(execute);
      const [tensors, ids] = [tf.memory().numTensors, backend().numDataIds()];
      const target = new Float32Array(values.length);
      fresh.stageInput(backend(), input, 'Test')(target);
      expectSame([...target], values);
      const { giveToTensorflow: give } =
        await import('../src/values/tensorflow/give-to-tensorflow.js');
      expect(give(backend(), target, [1, 1100, 1000, 1])).toBeUndefined();
      expect([tf.memory().numTensors, backend().numDataIds()]).toEqual([tensors, ids]);
      vi.restoreAllMocks();
      input.dispose();
    });
  });
});
