import { registerTrainingKernels } from '@tfjs-stn/kernels/tfjs';

import { prepareKernelRunners } from './runtime/kernel-runners.js';
import { requireWasmBackend } from './runtime/require-wasm-backend.js';

/**
 * Gives tfjs's wasm backend the kernels that training a convolutional net takes: it lacks the
 * gradients of convolution filters, of depthwise convolutions and of gather, and has slow ones for
 * convolution inputs and pooling. What tfjs keeps for a gradient, as whatever `tf.clone` gives,
 * shares its values from then on. Can be called before or after `tf.setBackend('wasm')`; a second
 * call changes nothing.
 *
 * @returns a function that restores what tfjs had registered
 * @throws BackendError if `@tensorflow/tfjs-backend-wasm` is not imported or did not start, or without SIMD
 */
export async function registerWasmTrainingKernels(): Promise<() => void> {
  const operation = 'registerWasmTrainingKernels';
  await requireWasmBackend(operation);
  return registerTrainingKernels('wasm', await prepareKernelRunners(operation));
}
