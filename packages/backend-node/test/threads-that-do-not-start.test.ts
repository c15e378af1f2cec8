import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import type * as workerThreads from 'node:worker_threads';

import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { KernelRuntime } from '../src/runtime/kernel-runtime.js';
import { eagerRuntime, noise, registerOn } from './support/eager-runtime.js';

/** What becomes of a thread that is started, and how many were. */
const node = vi.hoisted(() => ({ refuses: '', program: '', started: 0 }));

vi.mock('node:worker_threads', async (original) => {
  const actual = await original<typeof workerThreads>();
  class Worker extends actual.Worker {
    constructor(program: string, options: object) {
      node.started++;
      if (node.refuses !== '') throw new Error(node.refuses);
      super(node.program || program, options);
    }
  }
  return { ...actual, Worker };
});

let runtime: KernelRuntime;
let unregister: () => void;
let warnings: string[] = [];
const collect = ({ message }: Error): void => void warnings.push(message);

beforeEach(async () => {
  await tf.setBackend('cpu');
  runtime = await eagerRuntime(3);
  unregister = registerOn('cpu', runtime);
  Object.assign(node, { refuses: '', program: '', started: 0 });
  warnings = [];
  process.on('warning', collect);
});
afterEach(() => {
  process.off('warning', collect);
  unregister();
});

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

function sample(): Float32Array {
  return tf.tidy(() => {
    const grid = noise([2, 50, 60, 2], 2) as tf.Tensor4D;
    const field = { kind: 'grid', grid, outputSize: [50, 60], alignCorners: false } as const;
    const image = noise([2, 40, 30, 3], 1) as tf.Tensor4D;
    return warp(image, field, { sampler: bilinear() }).dataSync();
  }) as Float32Array;
}

it('if Node cannot create threads, the calling thread does the work and a warning gives the reason', async () => {
  const expected = sample();
  expect(node.started).toBe(2);
  runtime.release();
  Object.assign(node, { refuses: 'Access to this API has been restricted', started: 0 });
  for (let job = 0; job < 4; job++) expect(sample()).toEqual(expected);
  await pause(0);
  expect(node.started).toBe(1);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(
    /^registerNodeKernels: could not start worker threads \(Error: Access to this API has been restricted\); continuing with fewer\. /,
  );
});

it('threads that exit at startup are not restarted, and a warning gives the reason', async () => {
  const expected = sample();
  runtime.release();
  Object.assign(node, { program: "throw new Error('out of handles')", started: 0 });
  expect(sample()).toEqual(expected);
  // Node tells of their ends between turns of the event loop.
  await vi.waitUntil(
    () => {
      expect(sample()).toEqual(expected);
      return warnings.length > 0;
    },
    { timeout: 30_000, interval: 20 },
  );
  const { started } = node;
  await pause(50);
  for (let job = 0; job < 4; job++) expect(sample()).toEqual(expected);
  expect(node.started).toBe(started);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('(Error: out of handles); continuing with fewer');
});

it('threads are tried again with the next memory, after an idle period', () => {
  node.refuses = 'the third reason';
  const expected = sample();
  runtime.release();
  Object.assign(node, { refuses: '', started: 0 });
  expect(sample()).toEqual(expected);
  expect(node.started).toBe(2);
});
