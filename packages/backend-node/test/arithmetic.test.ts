import '@tensorflow/tfjs-backend-cpu';

import * as tf from '@tensorflow/tfjs-core';
import { seededRandom } from '@tfjs-stn/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { registerNodeKernels } from '../src/index.js';

const ops = {
  Add: [tf.add, (a, b) => a + b],
  Sub: [tf.sub, (a, b) => a - b],
  Multiply: [tf.mul, (a, b) => a * b],
  RealDiv: [tf.div, (a, b) => a / b],
} satisfies Record<
  string,
  [(a: tf.Tensor, b: tf.Tensor) => tf.Tensor, (a: number, b: number) => number]
>;

/** Numbers of every size, with zeros of both signs, infinities and NaN among them. */
function values(count: number, seed: number): Float32Array {
  const next = seededRandom(seed);
  const special = [0, -0, Infinity, -Infinity, NaN, 1e-45, 3e38];
  return Float32Array.from({ length: count }, (_, index) =>
    index % 101 === 7
      ? (special[index % special.length] as number)
      : (next() - 0.5) * 10 ** (next() * 40 - 20),
  );
}

/** Which tfjs kernels ran, ours or its own. */
const calls: string[] = [];
let restore: () => void;
const originals = Object.keys(ops).map((name) => tf.getKernel(name, 'cpu'));

beforeAll(async () => {
  for (const config of originals) {
    tf.unregisterKernel(config.kernelName, 'cpu');
    const kernelFunc: tf.KernelFunc = (call) => {
      calls.push(config.kernelName);
      return config.kernelFunc(call);
    };
    tf.registerKernel({ ...config, kernelFunc });
  }
  await tf.setBackend('cpu');
  restore = await registerNodeKernels({ threads: 1 });
});
afterAll(() => {
  restore();
});

describe.each(Object.entries(ops))('%s on cpu', (name, [op, reference]) => {
  const expected = (a: Float32Array, b: Float32Array, length: number): Float32Array =>
    Float32Array.from({ length }, (_, i) =>
      reference(a[i % a.length] as number, b[i % b.length] as number),
    );
  const bits = (array: Float32Array): number[] =>
    // Of NaN, JavaScript does not say which it is.
    [...new Int32Array(array.buffer.slice(0), 0, array.length)].map((word, i) =>
      Number.isNaN(array[i]) ? NaN : word,
    );

  it.each([
    ['two tensors', [64, 65], [64, 65]],
    ['a tensor and a number', [4097], []],
    ['a number and a tensor', [], [3, 1367]],
  ])('%s: the bits of JavaScript, by our kernel', (_, aShape, bShape) => {
    const a = values(tf.util.sizeFromShape(aShape), 1);
    const b = values(tf.util.sizeFromShape(bShape), 2);
    const size = Math.max(a.length, b.length);
    const [x, y] = [tf.tensor(a, aShape), tf.tensor(b, bShape)];
    // A result lies where kernels work.
    const stays = tf.mul(x, 1);
    calls.length = 0;
    const result = [op(x, y), op(stays, y)];
    expect(calls.filter((called) => called === name)).toEqual([]);
    for (const tensor of result) {
      expect(tensor.shape).toEqual(aShape.length > 0 ? aShape : bShape);
      expect(bits(tensor.dataSync() as Float32Array)).toEqual(bits(expected(a, b, size)));
    }
    tf.dispose([x, y, stays, ...result]);
  });

  // tfjs divides whole numbers by another kernel.
  const whole = name === 'RealDiv' ? 'float32' : 'int32';
  it.each([
    ['few values', tf.ones([4095]), tf.ones([4095])],
    ['whole numbers', tf.ones([100, 50], whole), tf.ones([whole === 'int32' ? 100 : 1, 50], whole)],
    ['other shapes', tf.ones([100, 50]), tf.ones([50])],
    ['one value that is no number', tf.ones([5000]), tf.ones([1])],
  ])('%s: by the kernel of tfjs', (_, a, b) => {
    calls.length = 0;
    const result = op(a, b);
    expect(calls).toContain(name);
    const [x] = result.dataSync();
    expect(x).toBe(reference(1, 1));
    result.dispose();
  });
});
