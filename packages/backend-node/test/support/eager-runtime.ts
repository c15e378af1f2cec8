import * as tf from '@tensorflow/tfjs-core';
import { compileKernels } from '@tfjs-stn/kernels';
import { registerKernels } from '@tfjs-stn/core/kernels';
import {
  fastSamplers,
  registerTrainingKernels,
  samplingKernels,
  type RunnerFor,
} from '@tfjs-stn/kernels/tfjs';

import {
  kernelRunner,
  kernelRuntime,
  type KernelRuntime,
} from '../../src/runtime/kernel-runtime.js';
import type { NodeBackend } from '../../src/values/node-backend.js';

/** A runtime that shares even the smallest task among all of its threads. */
export async function eagerRuntime(threads: number): Promise<KernelRuntime> {
  const compiled = { plain: await compileKernels('plain'), shared: await compileKernels('shared') };
  return kernelRuntime(compiled, threads, { threadsFor: (_, all) => all, learn() {} });
}

/** Registers all kernels for a backend on a runtime of the test's own. */
export function registerOn(backendName: string, runtime: KernelRuntime): () => void {
  const unregister = registerIn(backendName, (backend) =>
    kernelRunner(backend as NodeBackend, runtime),
  );
  return () => {
    unregister();
    runtime.release();
  };
}

/** Registers all kernels for a backend in a memory of the test's own. */
export function registerIn(backendName: string, find: RunnerFor): () => void {
  const unregister = registerKernels({
    backendName,
    samplers: fastSamplers,
    kernels: samplingKernels(find),
  });
  const restore = backendName === 'cpu' ? registerTrainingKernels(backendName, find) : () => {};
  return () => {
    unregister();
    restore();
  };
}

/** A float32 tensor of numbers in [-1, 1) that a seed decides. */
export function noise(shape: number[], seed: number): tf.Tensor {
  return tf.randomUniform(shape, -1, 1, 'float32', seed);
}
