import {
  compileKernels,
  linkKernels,
  segmentCall,
  writeCall,
  type KernelExports,
} from '@tfjs-stn/kernels';
import { startPool, type WorkerPool } from '@tfjs-stn/kernels/team';
import type { KernelCall, KernelSlice } from '@tfjs-stn/kernels/tfjs';
import { BackendError } from '@tfjs-stn/core/errors';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startThread, warn } from '../src/runtime/start-thread.js';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await compileKernels('shared');
});

let pool: WorkerPool;
afterEach(() => pool.terminate());

/** A pool of two whose calling thread runs what a test has it run in the place of a kernel. */
function poolOfTwo(ownKernel: () => void): Int32Array {
  const shared = new WebAssembly.Memory({ initial: 256, maximum: 256, shared: true });
  const kernels: KernelExports = {
    ...linkKernels(module, shared),
    unsorted_segment_sum_i32: ownKernel,
  };
  pool = startPool({ threads: 2, module, memory: shared, kernels, startThread, warn });
  // Behind the plan.
  nextCall = 15 * 1024 * 1024;
  memory = new Int32Array(shared.buffer);
  return memory;
}

const planAddress = 1024 * 256;
const run = (name: string, slices: readonly KernelSlice[]): void =>
  void pool.run({ name, slices, threads: 2, planAddress });
/** Adds so many numbers of memory up. The calling thread has a test's own kernel in its place. */
function sum(rows: number, output = 512, x = 65536): KernelSlice {
  return [segmentSum('unsorted_segment_sum_i32', rows, output, x)];
}

/** Sets a number to 0, as the sum of none. */
function clear(output: number): KernelSlice {
  return [segmentSum('unsorted_segment_sum_f32', 0, output, 65536)];
}

let memory: Int32Array;
let nextCall: number;

function segmentSum(
  kernel: KernelCall['kernel'],
  count: number,
  output: number,
  x: number,
): KernelCall {
  const address = nextCall;
  nextCall += 32;
  const values = { x, ids: 131072, output, count, width: 1, segments: 1 };
  writeCall(memory.buffer, address, segmentCall, values);
  return { kernel, address };
}

/** Long enough for anyone to see a thread at it. */
function long(): KernelSlice {
  const [call] = sum(16384);
  return Array.from({ length: 20_000 }, () => call as KernelCall);
}

function endless(): KernelSlice {
  const once = long();
  return Array.from({ length: 10 }, () => once).flat();
}

/** What the calling thread does once, the first time it has a part. */
function firstTime(action: () => void): () => void {
  let isFirst = true;
  return () => {
    if (isFirst) action();
    isFirst = false;
  };
}

function waitUntil(condition: () => boolean): void {
  const end = Date.now() + 30_000;
  while (!condition()) if (Date.now() > end) throw new Error('waited for 30 s');
}

const otherIsBusy = (): boolean => pool.threads[0]?.isBusy() === true;

const killOther = (): void => {
  waitUntil(otherIsBusy);
  pool.threads[0]?.terminate();
};

// Who takes which part is up to the system: every test gives both threads the same.
describe('a worker pool', () => {
  it('runs a task on its other thread', () => {
    const memory = poolOfTwo(firstTime(() => waitUntil(otherIsBusy)));
    memory.fill(1, 65536 / 4, 65536 / 4 + 5);
    memory.fill(7, 256, 260);
    const slices = [1024, 1028].map((output): KernelSlice => [
      ...long(),
      ...sum(5, output),
      ...clear(output + 8),
    ]);
    run('Test', slices);
    expect([...memory.subarray(258, 260)]).toEqual([0, 0]);
    expect([...memory.subarray(256, 258)].sort((a, b) => a - b)).toEqual([5, 7]);
  });

  it('runs more tasks than it has threads', () => {
    const memory = poolOfTwo(() => {});
    const clears = Array.from({ length: 100 }, (_, index): KernelSlice => [
      ...clear(4096 + index * 4),
    ]);
    for (let turn = 0; turn < 50; turn++) {
      memory.fill(1, 1024, 1126);
      run('Test', clears);
      expect(memory.subarray(1024, 1126).reduce((total, value) => total + value)).toBe(2);
    }
  });

  it('reports a thread that was killed while working', () => {
    poolOfTwo(firstTime(killOther));
    expect(() => run('StnGridSample', [endless(), endless()])).toThrow(
      'StnGridSample: worker thread 2 of 2 exited while running a kernel. Retry: a new one will be started',
    );
    expect(pool.threads[0]?.hasEnded()).toBe(true);
  });

  it('replaces a thread that has exited', async () => {
    let own = firstTime(killOther);
    poolOfTwo(() => own());
    expect(() => run('Test', [endless(), endless()])).toThrow(BackendError);
    await new Promise((resolve) => setTimeout(resolve, 100));
    own = firstTime(() => waitUntil(otherIsBusy));
    run('Test', [long(), long()]);
    expect(pool.threads[0]?.hasEnded()).toBe(false);
  });

  it('reports what a kernel threw on another thread', () => {
    poolOfTwo(firstTime(() => waitUntil(otherIsBusy)));
    const outOfBounds = [...long(), ...sum(5, 512, -16)];
    expect(() => run('StnGridSample', [outOfBounds, outOfBounds])).toThrow(
      'StnGridSample: kernel crashed on worker thread 2 of 2: RuntimeError: memory access out of bounds. Retry',
    );
  });
});
