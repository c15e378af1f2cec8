import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  copyRegisteredKernels,
  engine,
  memory,
  registerBackend,
  removeBackend,
  setBackend,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';

import { TensorCache } from '../src/internal.js';

const make = (): ReturnType<typeof tensor2d> => tensor2d([1, 2, 3], [1, 3]);

beforeEach(async () => {
  await setBackend('cpu');
});

describe('a cached tensor', () => {
  it('is made again after tf.engine().reset()', async () => {
    const cache = new TensorCache(1);
    const former = cache.get('one', make);
    engine().reset();
    await setBackend('cpu');
    expect([...cache.get('one', make).dataSync()]).toEqual([1, 2, 3]);
    expect(cache.get('one', make)).not.toBe(former);
    expect(memory().numTensors).toBe(1);
    cache.dispose();
    expect(memory().numTensors).toBe(0);
  });

  it('is made again where its backend was removed', async () => {
    registerBackend('spare', () => new MathBackendCPU());
    copyRegisteredKernels('cpu', 'spare');
    await setBackend('spare');
    const cache = new TensorCache(1);
    const former = cache.get('one', make);
    removeBackend('spare');
    await setBackend('cpu');
    expect(cache.get('one', make)).not.toBe(former);
    expect([...cache.get('one', make).dataSync()]).toEqual([1, 2, 3]);
    cache.dispose();
  });

  it.each(['evicted', 'disposed of'])('that is gone can be %s', async (how) => {
    const cache = new TensorCache(1);
    cache.get('one', make);
    engine().reset();
    await setBackend('cpu');
    if (how === 'evicted') cache.get('other', make);
    cache.dispose();
    expect(memory().numTensors).toBe(0);
  });

  it('stays the same one as it moves to another backend', async () => {
    registerBackend('spare', () => new MathBackendCPU());
    copyRegisteredKernels('cpu', 'spare');
    const cache = new TensorCache(1);
    const former = cache.get('one', make);
    await setBackend('spare');
    expect(cache.get('one', make)).toBe(former);
    await setBackend('cpu');
    removeBackend('spare');
    cache.dispose();
  });
});

describe('a cache of large tensors', () => {
  /** As far as the cache can see it takes 400 MiB. */
  const large = (): ReturnType<typeof tensor2d> =>
    Object.defineProperty(make(), 'size', { value: 100 * 2 ** 20 });

  it('keeps as many as fit into 1 GiB, the last used', () => {
    const cache = new TensorCache(4);
    const first = cache.get('first', large);
    const second = cache.get('second', large);
    cache.get('first', large);
    const third = cache.get('third', large);
    expect([first, second, third].map(({ isDisposed }) => isDisposed)).toEqual([
      false,
      true,
      false,
    ]);
    cache.dispose();
    expect(memory().numTensors).toBe(0);
  });

  it('keeps those that are used together, and the latest, whatever their size', () => {
    const huge = (): ReturnType<typeof tensor2d> =>
      Object.defineProperty(make(), 'size', { value: 2 ** 30 });
    const cache = new TensorCache(4, 2);
    const tensors = ['one', 'two', 'three'].map((key) => cache.get(key, huge));
    expect(tensors.map(({ isDisposed }) => isDisposed)).toEqual([true, false, false]);
    cache.dispose();
    expect(memory().numTensors).toBe(0);
  });
});
