import { availableParallelism } from 'node:os';
import util from 'node:util';

import { findBackendFactory } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import { registerKernels } from '@tfjs-stn/core/kernels';
import { checkThreads, mostThreads } from '@tfjs-stn/kernels/team';
import {
  arithmetic,
  fastSamplers,
  registerTrainingKernels,
  samplingKernels,
  trainingKernels,
  type RunnerFor,
} from '@tfjs-stn/kernels/tfjs';

import { prepareKernels } from './prepare-kernels.js';
import { kernelRunner, kernelRuntime, type KernelRuntime } from './runtime/kernel-runtime.js';
import type { NodeBackend } from './values/node-backend.js';
import { tensorflowTrainingKernels } from './values/tensorflow/training-kernels.js';

/** How kernels are to run. */
export interface NodeKernelOptions {
  /**
   * Threads that share the work, with the one that calls: a whole number from 1 to 256. Default
   * `os.availableParallelism()`. Results do not depend on it.
   */
  readonly threads?: number | undefined;
}

const backendNames = ['tensorflow', 'cpu'] as const;

/** On `cpu` arithmetic as well, which takes much longer in JavaScript. */
const kernelsOf = [
  ['tensorflow', tensorflowTrainingKernels],
  ['cpu', [...trainingKernels, ...arithmetic]],
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
 * takes and the arithmetic of large tensors, and `tensorflow` those of which TensorFlow's own are
 * slow. Can be called before or after `tf.setBackend`; a second call changes the number of threads,
 * if it gives one, and nothing else.
 *
 * Convention: results lie in memory that the threads share until their tensors are disposed of, and
 * inputs are copied there once. Results are the same to the bit for any number of threads. Which tasks
 * are worth threads is measured as they run. Threads start with the first that may be, end when no task
 * has come for ten seconds, and never keep the process alive. Where they can't start, a warning says
 * why, and kernels run on the threads that did start.
 *
 * @param options how many threads
 * @returns a function that unregisters the kernels and gives memory and threads back
 * @throws OptionError if `threads` is no whole number from 1 to 256, or for an unknown option
 * @throws BackendError if neither backend is imported, or without WebAssembly SIMD; kernels throw
 *   it where memory is short, or a thread ends in the middle of its work
 */
export async function registerNodeKernels(options: NodeKernelOptions = {}): Promise<() => void> {
  const operation = 'registerNodeKernels';
  checkThreads(operation, options, 'Leave it out for all cores');
  const { threads } = options;
  requireBackend(operation);
  const compiled = await prepareKernels(operation);
  if (registration === undefined) {
    warnOfNode();
    const all = Math.min(availableParallelism(), mostThreads);
    registration = register(kernelRuntime(compiled, usable(threads ?? all)));
  } else if (threads !== undefined) {
    registration.runtime.threads = usable(threads);
  }
  // Either backend may have been imported since the first call.
  for (const [backendName, kernels] of kernelsOf) {
    if (!findBackendFactory(backendName)) continue;
    registration.undo.add(registerTrainingKernels(backendName, registration.runnerFor, kernels));
  }
  return registration.unregister;
}

function register(runtime: KernelRuntime): Registration {
  const runnerFor: RunnerFor = (backend) => kernelRunner(backend as NodeBackend, runtime);
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

/** tfjs-node 4.22 calls a function in most of its ops that Node 23 has removed. */
function warnOfNode(): void {
  const { isNullOrUndefined } = util as { readonly isNullOrUndefined?: unknown };
  if (isNullOrUndefined !== undefined || !findBackendFactory('tensorflow')) return;
  process.emitWarning(
    `registerNodeKernels: ops of @tensorflow/tfjs-node 4.22 fail on Node ${process.versions.node}, which has no util.isNullOrUndefined. Use Node 22, or define it: import util from 'node:util'; util.isNullOrUndefined = (value) => value == null`,
    { code: 'TFJS_STN_TFJS_NODE' },
  );
}
