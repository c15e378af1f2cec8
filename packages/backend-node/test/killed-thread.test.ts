import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { BackendError } from '@tfjs-stn/core/errors';
import type * as kernelsModule from '@tfjs-stn/kernels';
import type { KernelThread } from '@tfjs-stn/kernels/team';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it, vi } from 'vitest';

import type * as threadModule from '../src/runtime/start-thread.js';
import { eagerRuntime, noise, registerOn } from './support/eager-runtime.js';

/** Threads and memories in the order in which they were made, and what comes before a part. */
const seen = vi.hoisted(() => ({
  threads: [] as KernelThread[],
  memories: [] as WebAssembly.Memory[],
  beforePart: (): void => {},
}));

vi.mock('../src/runtime/start-thread.js', async (original) => {
  const { startThread, warn } = await original<typeof threadModule>();
  return {
    warn,
    startThread(...settings: Parameters<typeof startThread>) {
      seen.threads.push(startThread(...settings));
      return seen.threads.at(-1);
    },
  };
});

// Only the calling thread links its kernels by this; the others have none of the test's code.
vi.mock('@tfjs-stn/kernels', async (original) => {
  const actual = await original<typeof kernelsModule>();
  return {
    ...actual,
    linkKernels(module: WebAssembly.Module, memory: WebAssembly.Memory) {
      seen.memories.push(memory);
      const kernels = actual.linkKernels(module, memory);
      const sample = (call: number): void => {
        seen.beforePart();
        kernels.sample_f32(call);
      };
      return { ...kernels, sample_f32: sample };
    },
  };
});

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

function waitUntil(condition: () => boolean): void {
  const end = Date.now() + 30_000;
  while (!condition()) if (Date.now() > end) throw new Error('waited for 30 s');
}

/** Lets the other thread begin with the parts, ends it, and only then goes on. */
function killOther(): void {
  seen.beforePart = () => {};
  const [other] = seen.threads.slice(-1) as [KernelThread];
  waitUntil(() => other.isBusy());
  other.terminate();
  waitUntil(() => other.hasEnded());
}

/** Some hundred milliseconds of work. */
function sample(): tf.Tensor {
  return tf.tidy(() => {
    const matrix = tf.tensor3d([0.9, 0.2, 0.1, -0.3, 1.1, 0, 0, 0, 1], [1, 3, 3]);
    const image = tf.add<tf.Tensor4D>(noise([1, 200, 210, 24], 1), 1);
    const field = { kind: 'homography', matrix, outputSize: [500, 510] } as const;
    return warp(image, { ...field, alignCorners: false }, { sampler: bicubic() });
  });
}

/** As bytes, of which there are too many for vitest to compare. */
function bits(): Buffer {
  const result = sample();
  const read = result.dataSync() as Float32Array;
  result.dispose();
  return Buffer.from(read.buffer.slice(read.byteOffset, read.byteOffset + read.byteLength));
}

describeBackends(
  ['cpu', 'tensorflow'],
  (name) => {
    it(`[${name} + node] a thread that is killed in mid-op fails that op alone`, async () => {
      const expected = bits();
      await pause(200);
      const [threads, memories] = [seen.threads.length, seen.memories.length];
      seen.beforePart = killOther;
      let thrown: unknown;
      expectNoLeak(() => {
        try {
          sample();
        } catch (error) {
          thrown = error;
        }
      });
      expect(thrown).toBeInstanceOf(BackendError);
      expect((thrown as Error).message).toBe(
        'StnHomographyWarp: worker thread 2 of 2 exited while running a kernel. Retry: a new one will be started',
      );
      // The memory that the dead may have been writing to is not used again.
      expect(bits().equals(expected)).toBe(true);
      expect(seen.memories.length).toBe(memories + 1);
      expect(seen.threads.length).toBe(threads + 1);
      await pause(100);
      expect(bits().equals(expected)).toBe(true);
      expect(seen.memories.length).toBe(memories + 1);
    });
  },
  {
    setup: {
      cpu: async () => registerOn('cpu', await eagerRuntime(2)),
      tensorflow: async () => registerOn('tensorflow', await eagerRuntime(2)),
    },
  },
);
