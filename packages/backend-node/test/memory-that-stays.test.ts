import '@tensorflow/tfjs-layers';

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { KernelRuntime } from '../src/runtime/kernel-runtime.js';
import type { NodeBackend } from '../src/values/node-backend.js';
import { eagerRuntime, registerOn } from './support/eager-runtime.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

const backend = (): NodeBackend => tf.backend() as unknown as NodeBackend;
const size = [80, 90] as const;
const bytes = 2 * 80 * 90 * 3 * 4;

/** Shifted by whole pixels, so that the values are those of the image: independent of any kernel. */
function shift(image: tf.Tensor4D, pixels: number): tf.Tensor4D {
  return tf.tidy(() => {
    const matrix = tf.tensor3d([1, 0, (2 * pixels) / size[1], 0, 1, 0, 0, 0, 1], [1, 3, 3]);
    const field = { kind: 'homography', matrix, outputSize: size, alignCorners: false } as const;
    return warp(image, field, { sampler: bilinear(), padding: 'wrap' });
  });
}

function picture(): {
  image: tf.Tensor4D;
  values: Float32Array;
  shifted: (by: number) => number[];
} {
  const values = Float32Array.from(
    { length: 2 * 80 * 90 * 3 },
    (_, index) => (index * 7919) % 1021,
  );
  const shifted = (by: number): number[] =>
    Array.from(values, (_, index) => {
      const [pixel, channel] = [Math.floor(index / 3), index % 3];
      const [row, column] = [Math.floor(pixel / 90), pixel % 90];
      return values[(row * 90 + ((column + by) % 90)) * 3 + channel] as number;
    });
  return { image: tf.tensor4d(values.slice(), [2, ...size, 3]), values, shifted };
}

function expectSame(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  let wrong = -1;
  for (let i = 0; i < expected.length && wrong < 0; i++) {
    // Coordinates are rounded: a pixel's neighbour may have a weight of a millionth.
    if (!(Math.abs((actual[i] as number) - (expected[i] as number)) < 0.05)) wrong = i;
  }
  expect(wrong).toBe(-1);
}

let runtime: KernelRuntime;
/** Bytes of every array that a result was copied to. */
let copies: number[] = [];
let unregister: () => void;

describeBackends(['cpu', 'tensorflow'], (name) => {
  beforeEach(async () => {
    await tf.setBackend(name);
    runtime = await eagerRuntime(2);
    unregister = registerOn(name, runtime);
    copies = [];
    const allocate = Buffer.allocUnsafeSlow;
    vi.spyOn(Buffer, 'allocUnsafeSlow').mockImplementation((size) => {
      copies.push(size);
      return allocate(size);
    });
  });
  afterEach(() => {
    unregister();
    vi.restoreAllMocks();
  });

  it(`[${name} + node] a chain of warps copies its image once, and no result`, () => {
    const { image, shifted } = picture();
    const read = vi.spyOn(backend(), 'readSync');
    const [first, second] = tf.tidy(() => [shift(image, 3), shift(shift(image, 3), 4)]) as [
      tf.Tensor,
      tf.Tensor,
    ];
    expect(read.mock.calls.map(([dataId]) => dataId === image.dataId)).toEqual(
      read.mock.calls.map((_, call) => call === 0),
    );
    expect(copies).toEqual([]);
    expectSame(first.dataSync(), shifted(3));
    expectSame(second.dataSync(), shifted(7));
    tf.dispose([image, first, second]);
  });

  it(`[${name} + node] a loop that disposes takes no new memory`, () => {
    const { image } = picture();
    tf.dispose(shift(image, 1));
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
    for (let i = 0; i < 200; i++) tf.dispose(shift(image, i));
    expect(grow).not.toHaveBeenCalled();
    expect(copies).toEqual([]);
    image.dispose();
  });

  it(`[${name} + node] what is read is the reader's own, and stays as it is`, async () => {
    const { image, shifted } = picture();
    const result = shift(image, 5);
    const read = result.dataSync();
    const promised = await result.data();
    expectSame(read, shifted(5));
    expect(read.buffer).toBeInstanceOf(ArrayBuffer);
    read.fill(-1);
    promised.fill(-2);
    expectSame(result.dataSync(), shifted(5));
    tf.tidy(() => expectSame(shift(result, 1).dataSync(), shifted(6)));
    const kept = result.dataSync();
    result.dispose();
    for (let i = 0; i < 5; i++) tf.dispose(shift(image, 30 + i));
    expectSame(kept, shifted(5));
    image.dispose();
  });

  it(`[${name} + node] what an op of tfjs makes of a result outlives it`, () => {
    const { image, shifted } = picture();
    const result = shift(image, 5);
    const part = tf.slice(result, [0, 0, 0, 0], [1, ...size, 3]);
    const sum = tf.add(result, 0);
    const other = tf.reshape(result, [-1]);
    result.dispose();
    expectSame(other.dataSync(), shifted(5));
    other.dispose();
    const overwriting = [tf.onesLike(image), shift(image, 40), shift(image, 50)];
    expectSame(part.dataSync(), shifted(5).slice(0, 80 * 90 * 3));
    expectSame(sum.dataSync(), shifted(5));
    tf.dispose([image, part, sum, ...overwriting]);
  });

  it(`[${name} + node] results that are alive survive the end of the memory`, async () => {
    const { image, shifted } = picture();
    const results = [1, 2, 3].map((by) => shift(image, by));
    unregister();
    // Nothing holds the memory any more.
    expect(copies).toEqual([bytes, bytes, bytes]);
    results.forEach((result, index) => expectSame(result.dataSync(), shifted(index + 1)));
    const again = await eagerRuntime(1);
    unregister = registerOn(name, again);
    tf.tidy(() => expectSame(shift(results[2] as tf.Tensor4D, 4).dataSync(), shifted(7)));
    expectNoLeak(() => tf.dispose(results.map((result) => tf.tidy(() => tf.square(result)))));
    tf.dispose([image, ...results]);
  });

  it(`[${name} + node] where there is no room, other results move out of the memory`, () => {
    const { image, shifted } = picture();
    const results = [shift(image, 0)];
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    });
    for (let by = 1; by < 20; by++) results.push(shift(image, by));
    expect(grow).toHaveBeenCalled();
    expect(copies.length).toBeGreaterThan(0);
    results.forEach((result, by) => expectSame(result.dataSync(), shifted(by)));
    tf.dispose([image, ...results]);
  });

  it(`[${name} + node] a result that moves to another backend is the same there`, () => {
    const { image, shifted } = picture();
    const result = shift(image, 5);
    tf.engine().moveData(new MathBackendCPU(), result.dataId);
    expectSame(result.dataSync(), shifted(5));
    // The kernel moves it back.
    tf.tidy(() => expectSame(shift(result, 1).dataSync(), shifted(6)));
    expectSame(result.dataSync(), shifted(5));
    tf.dispose([image, result]);
  });

  it(`[${name} + node] gradients of results of ours are those of copies`, () => {
    const { image } = picture();
    const loss = (x: tf.Tensor): tf.Scalar =>
      tf.sum(tf.square(shift(shift(x as tf.Tensor4D, 3), 4)));
    tf.tidy(() => {
      const gradient = tf.grad(loss)(image);
      // Shifts keep squares, so the gradient is 2 · image.
      expectSame(
        gradient.dataSync(),
        image.dataSync().map((value) => 2 * value),
      );
    });
    image.dispose();
  });

  it(`[${name} + node] the backend is as it was once the kernels are unregistered`, () => {
    const before = { ...backend() };
    const { image } = picture();
    tf.dispose([shift(image, 1), image]);
    expect(Object.hasOwn(backend(), 'disposeData')).toBe(true);
    unregister();
    expect(Object.keys(backend())).toEqual(Object.keys(before));
    unregister = () => {};
  });
});

describe('memory on cpu', () => {
  let take: () => number;
  beforeEach(async () => {
    await tf.setBackend('cpu');
    runtime = await eagerRuntime(1);
    unregister = registerOn('cpu', runtime);
    const { image } = picture();
    const memories: WebAssembly.Memory[] = [];
    vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(function (
      this: WebAssembly.Memory,
      pages,
    ) {
      if (!memories.includes(this)) memories.push(this);
      return actualGrow.call(this, pages);
    });
    take = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
    tf.dispose([shift(image, 1), image]);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    unregister();
  });
  const actualGrow = WebAssembly.Memory.prototype.grow;

  it('serves the next backend after tf.engine().reset()', async () => {
    const lost = picture();
    shift(lost.image, 3);
    tf.engine().reset();
    await tf.setBackend('cpu');
    const { image, shifted } = picture();
    const result = shift(image, 3);
    expectSame(result.dataSync(), shifted(3));
    result.dispose();
    const before = take();
    for (let i = 0; i < 50; i++) tf.dispose(shift(image, i));
    expect(take()).toBe(before);
    image.dispose();
  });

  it('is taken back from tensors that nobody holds', async () => {
    const { image } = picture();
    for (let i = 0; i < 60; i++) {
      // Not disposed, as programs on this backend may do.
      void shift(image, i);
      if (i % 10 === 9) {
        collectGarbage();
        await turn();
      }
    }
    expect(take()).toBeLessThan(30 * bytes);
    image.dispose();
  });
});
