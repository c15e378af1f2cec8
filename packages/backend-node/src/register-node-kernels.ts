import { availableParallelism } from 'node:os';

import { findBackendFactory } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import { registerKernels } from '@tfjs-stn/core/kernels';
import {
  fastSamplers,
  registerTrainingKernels,
  samplingKernels,
  type RunnerFor,
} from '@tfjs-stn/kernels/tfjs';

import { checkOptions, mostThreads, type NodeKernelOptions } from './check-options.js';
import { prepareKernels } from './prepare-kernels.js';
import { kernelRuntime, type KernelRuntime } from './runtime/kernel-runtime.js';
import type { NodeBackend } from './staging/node-backend.js';
import { stagingRunner } from './staging/staging-runner.js';
import { tensorflowTrainingKernels } from './staging/tensorflow/training-kernels.js';

const backendNames = ['tensorflow', 'cpu'] as const;

/** By backend; `undefined` stands for all. */
const trainingKernels = [
  ['tensorflow', tensorflowTrainingKernels],
  ['cpu', undefined],
] as const;

interface Registration {
  readonly runtime: KernelRuntime;
  readonly runnerFor: RunnerFor;
  /** By what they undo: another call registers nothing twice. */
  readonly undo: Set<() => void>;
  readonly unregister: () => void;
}

let registration: Registration | undefined;

/**
 * Gives tfjs's `tensorflow` and `cpu` backends in Node SIMD kernels for sampling, forward and
 * backward, that run on several threads, the `cpu` backend those that training a convolutional net
 * takes, and `tensorflow` those that are slow in TensorFlow. Can be called before or after
 * `tf.setBackend`; a second call changes the number of threads, if it gives one, and nothing else.
 *
 * Convention: tensors are copied to memory that the threads share, and results back. Results are
 * the same to the bit for any number of threads. Threads start with the first call of a kernel that
 * is worth them, end when none has come for ten seconds, and never keep the process alive. Where
 * they can't start, a warning says why, and kernels run on the threads that did start.
 *
 * @param options how many threads
 * @returns a function that unregisters the kernels and gives memory and threads back
 * @throws OptionError if `threads` is no whole number from 1 to 256, or for an unknown option
 * @throws BackendError if neither backend is imported, or without WebAssembly SIMD; kernels throw
 *   it where memory is short, or a thread ends in the middle of its work
 */
export async function registerNodeKernels(options: NodeKernelOptions = {}): Promise<() => void> {
  const operation = 'registerNodeKernels';
  checkOptions(operation, options);
  const { threads } = options;
  requireBackend(operation);
  const compiled = await prepareKernels(operation);
  if (registration === undefined) {
    const all = Math.min(availableParallelism(), mostThreads);
    registration = register(kernelRuntime(compiled, usable(threads ?? all)));
  } else if (threads !== undefined) {
    registration.runtime.threads = usable(threads);
  }
  // Either backend may have been imported since the first call.
  for (const [backendName, kernels] of trainingKernels) {
    if (!findBackendFactory(backendName)) continue;
    registration.undo.add(registerTrainingKernels(backendName, registration.runnerFor, kernels));
  }
  return registration.unregister;
}

function register(runtime: KernelRuntime): Registration {
  const runnerFor: RunnerFor = (backend) => stagingRunner(backend as NodeBackend, runtime);
  const kernels = samplingKernels(runnerFor);
  const undo = new Set(
    backendNames.map((backendName) =>
      registerKernels({ backendName, samplers: fastSamplers, kernels }),
    ),
  );
  const made: Registration = {
    runtime,
    runnerFor,
    undo,
    unregister() {
      for (const restore of undo) restore();
      runtime.release();
      if (registration === made) registration = undefined;
    },
  };
  return made;
}

/** Without memory that can be shared there is one thread. */
function usable(threads: number): number {
  return typeof SharedArrayBuffer === 'undefined' ? 1 : threads;
}

function requireBackend(operation: string): void {
  if (backendNames.some((name) => findBackendFactory(name))) return;
  throw new BackendError(
    operation,
    "tfjs has neither a tensorflow nor a cpu backend. Add `import '@tensorflow/tfjs-node'` or `import '@tensorflow/tfjs-backend-cpu'` before the call",
  );
}
