import '@tensorflow/tfjs-backend-cpu';

import * as tf from '@tensorflow/tfjs-core';
import { gridSample } from '@tfjs-stn/core';
import { BackendError } from '@tfjs-stn/core/errors';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectNoLeak } from '@tfjs-stn/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { eagerRuntime, registerOn } from './support/eager-runtime.js';

let unregister: () => void;
beforeEach(async () => {
  await tf.setBackend('cpu');
  unregister = registerOn('cpu', await eagerRuntime(2));
});
afterEach(() => {
  vi.unstubAllGlobals();
  unregister();
});

/** A system whose limit of address space leaves no room for a memory. */
function noMemory(): never {
  throw new RangeError('WebAssembly.Memory(): could not allocate memory');
}

it('an op reports that its memory exceeds the address space, and succeeds once there is enough', () => {
  const image = tf.ones<tf.Rank.R4>([1, 3, 3, 1]);
  const grid = tf.zeros<tf.Rank.R4>([1, 2, 2, 2]);
  const run = (): tf.Tensor => gridSample(image, grid, { sampler: bilinear() });
  vi.stubGlobal('WebAssembly', { ...WebAssembly, Memory: noMemory });
  expect(() => expectNoLeak(run)).toThrow(BackendError);
  expect(run).toThrow(
    'StnGridSample: out of address space: a WebAssembly memory must have 10 GiB of it, got RangeError: WebAssembly.Memory(): could not allocate memory. Raise the limit (ulimit -v), or start Node with --disable-wasm-trap-handler, with which it takes less',
  );
  vi.unstubAllGlobals();
  expect([...run().dataSync()]).toEqual([1, 1, 1, 1]);
  tf.dispose([image, grid]);
});
