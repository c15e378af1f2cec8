import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Worker } from 'node:worker_threads';

import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { BackendError, DisposedError } from '@tfjs-stn/core/errors';
import { expectNoLeak } from '@tfjs-stn/testing';
import type * as kernelsModule from '@tfjs-stn/kernels';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { KernelRuntime } from '../src/runtime/kernel-runtime.js';
import type { NodeBackend } from '../src/values/node-backend.js';
import { eagerRuntime, noise, registerOn } from './support/eager-runtime.js';

let runtime: KernelRuntime;
let unregister: () => void;
let workers: Worker[] = [];
const collect = (worker: Worker): void => void workers.push(worker);

beforeEach(async () => {
  await tf.setBackend('cpu');
  runtime = await eagerRuntime(2);
  unregister = registerOn('cpu', runtime);
  workers = [];
  memories = [];
  process.on('worker', collect);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.off('worker', collect);
  unregister();
});

/** Every memory that kernels have been linked to. */
let memories: WeakRef<WebAssembly.Memory>[] = [];
vi.mock('@tfjs-stn/kernels', async (original) => {
  const actual = await original<typeof kernelsModule>();
  return {
    ...actual,
    linkKernels(module: WebAssembly.Module, memory: WebAssembly.Memory) {
      memories.push(new WeakRef(memory));
      return actual.linkKernels(module, memory);
    },
  };
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

function apply(image: tf.Tensor4D, grid: tf.Tensor4D): tf.Tensor4D {
  const outputSize = [grid.shape[1], grid.shape[2]] as const;
  const field = { kind: 'grid', grid, outputSize, alignCorners: false } as const;
  return warp(image, field, { sampler: bilinear() });
}

/** What core gives a kernel for {@link apply} with `[5, 7]` as output size. */
const attributes = {
  outputSize: [5, 7],
  alignCorners: false,
  sampler: bilinear(),
  padding: 'zeros',
  fillValue: 0,
} as unknown as tf.NamedAttrMap;

function once(): Float32Array {
  return tf.tidy(() => {
    const image = noise([2, 40, 30, 3], 1) as tf.Tensor4D;
    return apply(image, noise([2, 50, 60, 2], 2) as tf.Tensor4D)
      .dataSync()
      .slice();
  }) as Float32Array;
}

it('threads and memory are acquired with the first job and released when idle', async () => {
  expect(workers).toHaveLength(0);
  once();
  const [memory] = memories;
  expect(memory?.deref()).toBeDefined();
  // Node tells of a new worker at its next turn.
  await pause(0);
  expect(workers).toHaveLength(1);
  const exit = new Promise((resolve) => workers[0]?.once('exit', resolve));
  expect(await exit).toBe(0);
  await vi.waitUntil(
    () => {
      collectGarbage();
      return memory?.deref() === undefined;
    },
    { timeout: 20_000, interval: 50 },
  );
  once();
  await pause(100);
  expect(workers).toHaveLength(2);
});

describe('threads', () => {
  it('are replaced after being killed while idle', async () => {
    const expected = once();
    await pause(300);
    await workers[0]?.terminate();
    expect(once()).toEqual(expected);
    await pause(100);
    expect(workers).toHaveLength(2);
    expect(once()).toEqual(expected);
  });

  it('may exit as a job begins without making it fail', async () => {
    const expected = once();
    await pause(300);
    const dying = workers[0]?.terminate();
    expect(once()).toEqual(expected);
    await dying;
  });
});

describe('memory', () => {
  it('is released after a job that was much larger than the next ones', async () => {
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
    tf.tidy(() => void apply(tf.zeros([1, 2, 2, 64]), tf.zeros([1, 600, 600, 2])));
    tf.tidy(() => {
      const [image, grid] = [tf.zeros([1, 99, 99, 1]), tf.zeros([1, 99, 99, 2])];
      for (let i = 0; i < 130; i++) apply(image as tf.Tensor4D, grid as tf.Tensor4D).dispose();
    });
    const used = [...new Set(grow.mock.contexts as WebAssembly.Memory[])];
    expect(used).toHaveLength(2);
    expect(used[0]?.buffer.byteLength).toBeGreaterThan(600 * 600 * 64 * 4);
    expect(used[1]?.buffer.byteLength).toBeLessThan(100 * 65536);
  });

  it('that cannot be allocated is reported with its bytes, and nothing leaks', () => {
    const expected = once();
    const image = noise([1, 8, 9, 3], 1) as tf.Tensor4D;
    const grid = noise([1, 300, 300, 2], 2) as tf.Tensor4D;
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    });
    expect(() => expectNoLeak(() => apply(image, grid))).toThrow(BackendError);
    expect(() => apply(image, grid)).toThrow(
      /^StnGridSample: out of memory: copies of the tensors and what kernels work in take \d{7} bytes, and there are \d+ of at most 4294967296\. Take a smaller batch$/,
    );
    grow.mockRestore();
    expect(once()).toEqual(expected);
    tf.dispose([image, grid]);
  });

  it('beyond the 32-bit address space is rejected before anything is copied', () => {
    const image = noise([1, 8, 9, 3], 1) as tf.Tensor4D;
    const matrix = tf.expandDims<tf.Tensor3D>(tf.eye(3));
    const field = { kind: 'homography', matrix, alignCorners: false } as const;
    const run = (): tf.Tensor =>
      warp(image, { ...field, outputSize: [20_000, 20_000] }, { sampler: bilinear() });
    expect(run).toThrow(/take 48\d{8} bytes, and there are \d+ of at most 4294967296/);
    expect(once()).toEqual(once());
    tf.dispose([image, matrix]);
  });
});

describe('tensors', () => {
  it('that are already disposed make the op throw, and nothing leaks', () => {
    const expected = once();
    const image = noise([2, 8, 9, 3], 1) as tf.Tensor4D;
    const grid = noise([2, 5, 7, 2], 2) as tf.Tensor4D;
    const disposed = tf.clone(grid);
    tf.dispose([disposed, grid]);
    expectNoLeak(() => {
      // The kernel itself: every public op looks at its arguments first.
      const run = (): unknown =>
        tf.engine().runKernel('StnGridSample', { image, grid: disposed }, attributes);
      expect(run).toThrow(DisposedError);
      expect(run).toThrow(/^StnGridSample: an input \[2, 5, 7, 2\] is disposed/);
    });
    expect(once()).toEqual(expected);
    image.dispose();
  });

  it('that are disposed while they are copied make the op throw, and nothing leaks', () => {
    const expected = once();
    const backend = tf.backend() as unknown as NodeBackend;
    const read = backend.readSync.bind(backend);
    const image = noise([2, 8, 9, 3], 1) as tf.Tensor4D;
    const grid = noise([2, 5, 7, 2], 2) as tf.Tensor4D;
    const spy = vi.spyOn(backend, 'readSync').mockImplementationOnce((dataId) => {
      grid.dispose();
      return read(dataId);
    });
    const before = tf.memory().numTensors;
    const run = (): tf.Tensor => apply(image, grid);
    let thrown: unknown;
    try {
      run();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DisposedError);
    expect((thrown as Error).message).toMatch(
      /^StnGridSample: an input \[2, 5, 7, 2\] is disposed/,
    );
    expect(tf.memory().numTensors).toBe(before - 1);
    spy.mockRestore();
    expect(once()).toEqual(expected);
    image.dispose();
  });

  it('can be disposed after a job, and results stay valid after the next jobs', () => {
    const image = noise([2, 40, 30, 3], 1) as tf.Tensor4D;
    const grid = noise([2, 50, 60, 2], 2) as tf.Tensor4D;
    const result = apply(image, grid);
    tf.dispose([image, grid]);
    const values = result.dataSync().slice();
    tf.tidy(() => void apply(tf.ones([2, 40, 30, 3]), tf.zeros([2, 50, 60, 2])));
    expect(result.dataSync()).toEqual(values);
    expect([...values]).toEqual([...once()]);
    result.dispose();
  });
});
