import type { BackendHooks } from '@tfjs-stn/testing/vitest';

import { registerWasmKernels } from '@tfjs-stn/backend-wasm';

export const backends: readonly string[] = ['cpu', 'wasm'];

/** With the gradients of tfjs's ops, which importing tf.layers registers, and our kernels on wasm. */
export const hooks: BackendHooks = {
  load: {
    cpu: () =>
      Promise.all([import('@tensorflow/tfjs-backend-cpu'), import('@tensorflow/tfjs-layers')]),
    wasm: () =>
      Promise.all([import('@tensorflow/tfjs-backend-wasm'), import('@tensorflow/tfjs-layers')]),
  },
  setup: { wasm: registerWasmKernels },
};
