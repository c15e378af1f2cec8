import { registerKernels } from '@tfjs-stn/core/kernels';
import { checkThreads } from '@tfjs-stn/kernels/team';
import { fastSamplers, samplingKernels, shareClones } from '@tfjs-stn/kernels/tfjs';

import { prepareKernelRunners } from './runtime/kernel-runners.js';
import { setThreads } from './runtime/kernel-threads.js';
import { requireWasmBackend } from './runtime/require-wasm-backend.js';

/** How kernels are to run. */
export interface WasmKernelOptions {
  /**
   * Threads that share the work, with the one that calls: a whole number from 1 to 256, for example
   * `navigator.hardwareConcurrency`. Default 1. Results do not depend on it.
   */
  readonly threads?: number | undefined;
}

const backendName = 'wasm';
let registered: (() => void) | undefined;

/**
 * Gives tfjs's wasm backend SIMD kernels for sampling, forward and backward. What tfjs keeps for a
 * gradient, as whatever `tf.clone` gives, shares its values from then on. Can be called before or
 * after `tf.setBackend('wasm')`; a second call changes the number of threads, if it gives one, and
 * nothing else.
 *
 * Convention: several threads take a cross-origin-isolated page, in which tfjs's memory is shared, and
 * serve the training kernels too. Results are the same to the bit for any number. Which tasks are
 * worth threads is measured as they run. Workers start with the first that may be, and end with the
 * registration. Where they can't start, a warning says why, and kernels run on the calling thread.
 *
 * @param options how many threads
 * @returns a function that unregisters the kernels and ends the workers
 * @throws OptionError if `threads` is no whole number from 1 to 256, or for an unknown option
 * @throws BackendError if `@tensorflow/tfjs-backend-wasm` is not imported or did not start, or without
 *   SIMD; kernels throw it where memory is short, or a worker ends in the middle of its work
 */
export async function registerWasmKernels(options: WasmKernelOptions = {}): Promise<() => void> {
  const operation = 'registerWasmKernels';
  checkThreads(operation, options, 'Leave it out for one');
  const { threads } = options;
  await requireWasmBackend(operation);
  const runnerFor = await prepareKernelRunners(operation);
  if (registered === undefined) {
    const unregister = registerKernels({
      backendName,
      samplers: fastSamplers,
      kernels: samplingKernels(runnerFor),
    });
    // Else tfjs copies image and field for the gradient.
    const copyAgain = shareClones(backendName, runnerFor);
    const forget = (): void => {
      unregister();
      copyAgain();
      setThreads(1);
      if (registered === forget) registered = undefined;
    };
    registered = forget;
  }
  if (threads !== undefined) setThreads(threads);
  return registered;
}
