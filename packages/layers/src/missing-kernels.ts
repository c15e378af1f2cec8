import { engine, getBackend, getKernel } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { warnOnce } from '@tfjs-stn/core/~internal';

/**
 * Warns once, where a localisation net with convolutions is trained, that the backend can't: tfjs
 * would stop with "Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'".
 */
export function warnOfMissingKernels(operation: string, net: LayersModel): void {
  if (engine().state.gradientDepth === 0) return;
  const backend = getBackend();
  if (!hasConvolution(net) || getKernel('Conv2DBackpropFilter', backend)) return;
  const remedy =
    backend === 'wasm'
      ? "Call `await registerWasmTrainingKernels()` from '@tfjs-stn/backend-wasm' first"
      : 'Train on another backend';
  warnOnce(
    'missing kernels',
    `${operation}: tfjs's ${backend} backend has no kernels to train convolutions. ${remedy}`,
  );
}

function hasConvolution(net: LayersModel): boolean {
  return net.layers.some((layer) => layer.getClassName() === 'Conv2D');
}
