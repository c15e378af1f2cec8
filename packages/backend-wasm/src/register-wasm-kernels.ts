import { registerKernels } from '@tfjs-stn/core/kernels';
import { fastSamplers, samplingKernels, shareClones } from '@tfjs-stn/kernels/tfjs';

import { prepareKernelRunners } from './runtime/kernel-runners.js';
import { requireWasmBackend } from './runtime/require-wasm-backend.js';

const backendName = 'wasm';
let registered: (() => void) | undefined;

/**
 * Gives tfjs's wasm backend SIMD kernels for sampling, forward and backward. What tfjs keeps for a
 * gradient, as whatever `tf.clone` gives, shares its values from then on. Can be called before or
 * after `tf.setBackend('wasm')`; a second call changes nothing.
 *
 * @returns a function that unregisters the kernels
 * @throws BackendError if `@tensorflow/tfjs-backend-wasm` is not imported or did not start, or without SIMD
 */
export async function registerWasmKernels(): Promise<() => void> {
  const operation = 'registerWasmKernels';
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
      if (registered === forget) registered = undefined;
    };
    registered = forget;
  }
  return registered;
}
