import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import { describeBackends as describeLoaded } from '@tfjs-stn/testing/vitest';

/** Runs a suite through the reference, on cpu, and through our kernels, on wasm. */
export function describeBackends(names: readonly string[], body: (backend: string) => void): void {
  describeLoaded(names, body, {
    load: {
      cpu: () => import('@tensorflow/tfjs-backend-cpu'),
      wasm: () => import('@tensorflow/tfjs-backend-wasm'),
    },
    setup: {
      wasm: async () => {
        const restore = [await registerWasmKernels(), await registerWasmTrainingKernels()];
        return () => restore.forEach((unregister) => unregister());
      },
    },
  });
}
