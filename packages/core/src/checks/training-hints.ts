import { engine, getBackend, getGradient, getKernel } from '@tensorflow/tfjs-core';

import { warnOnce } from './warn-once.js';

/**
 * Warns once, where a gradient is about to be taken, that tfjs has no gradient functions: it would
 * stop with "gradient function not found for RealDiv", which does not say what to import.
 */
export function warnOfMissingGradients(operation: string): void {
  if (engine().state.gradientDepth === 0 || getGradient('RealDiv')) return;
  warnOnce(
    'missing gradients',
    `${operation}: tfjs has no gradient functions. Add \`import '@tensorflow/tfjs-layers'\`, which registers them`,
  );
}

/**
 * Warns once, where a net with convolutions is trained, that the backend can't: tfjs would stop with
 * "Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'".
 *
 * @param hasConvolution default: whether one has run under the tape so far
 */
export function warnOfMissingKernels(
  operation: string,
  hasConvolution: () => boolean = isOnTape,
): void {
  if (engine().state.gradientDepth === 0) return;
  const backend = getBackend();
  if (getKernel('Conv2DBackpropFilter', backend) || !hasConvolution()) return;
  const remedy =
    backend === 'wasm'
      ? "Call `await registerWasmTrainingKernels()` from '@tfjs-stn/backend-wasm' first"
      : 'Train on another backend';
  warnOnce(
    'missing kernels',
    `${operation}: tfjs's ${backend} backend has no kernels to train convolutions. ${remedy}`,
  );
}

function isOnTape(): boolean {
  return (
    engine().state.activeTape?.some(({ kernelName }) => kernelName.endsWith('Conv2D')) ?? false
  );
}
