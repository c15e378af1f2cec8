import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { hookBackend } from '../src/values/hook-backend.js';
import { recordOf, type NodeBackend } from '../src/values/node-backend.js';
import type { ValueStore } from '../src/values/value-store.js';

const nodeBackend = (): NodeBackend => tf.backend() as unknown as NodeBackend;

// What src/values relies on in tfjs 4.22, in two files: node-backend.ts and hook-backend.ts.
describeBackends(['cpu', 'tensorflow'], (name) => {
  it(`[${name}] keeps a record with the values of each tensor, and asks it for them`, () => {
    const dataId = nodeBackend().write(new Float32Array(0), [3], 'float32');
    const record = recordOf(nodeBackend(), dataId);
    expect(record).toHaveProperty('values');
    let asked = 0;
    Object.defineProperty(record, 'values', {
      configurable: true,
      get: () => (asked++, Float32Array.of(1, 2, 3)),
      set(value: unknown) {
        Object.defineProperty(record, 'values', { value, writable: true, configurable: true });
      },
    });
    expect(Array.from(nodeBackend().readSync(dataId))).toEqual([1, 2, 3]);
    const tensor = tf.engine().makeTensorFromDataId(dataId, [3], 'float32');
    expect(asked).toBeGreaterThan(0);
    const squared = tf.square(tensor);
    expect([...squared.dataSync()]).toEqual([1, 4, 9]);
    squared.dispose();
    tensor.dispose();
  });

  it(`[${name}] disposes of data by disposeData, which says whether they are gone`, () => {
    const forgotten: object[] = [];
    const store = {
      forget: (dataId: object) => void forgotten.push(dataId),
      copyOf: () => undefined,
    } as Partial<ValueStore> as ValueStore;
    const undo = hookBackend(nodeBackend(), store);
    const first = tf.tensor1d([1, 2]);
    const { dataId } = first;
    const second = tf.clone(first);
    first.dispose();
    expect(forgotten).not.toContain(dataId);
    second.dispose();
    expect(forgotten).toContain(dataId);
    const moved = tf.tensor1d([1, 2]);
    tf.engine().moveData(new MathBackendCPU(), moved.dataId);
    expect(forgotten).toContain(moved.dataId);
    moved.dispose();
    undo();
    expect(Object.hasOwn(nodeBackend(), 'disposeData')).toBe(false);
  });

  it(`[${name}] who replaces a method after us keeps the replacement`, () => {
    const store = { copyOf: () => undefined } as Partial<ValueStore> as ValueStore;
    const undo = hookBackend(nodeBackend(), store);
    const readSync = (): Float32Array => Float32Array.of(7);
    Object.assign(nodeBackend(), { readSync });
    undo();
    expect(nodeBackend().readSync).toBe(readSync);
    delete (nodeBackend() as Partial<NodeBackend>).readSync;
  });
});
