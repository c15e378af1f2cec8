import type { BackendHooks } from '@tfjs-stn/testing/vitest';

import { registerWasmKernels } from '@tfjs-stn/backend-wasm';

/** tfjs's own backends, on which everything runs through the reference. */
export const referenceBackends: readonly string[] = ['cpu', 'wasm'];

/** With the gradients of tfjs's ops, which importing tf.layers registers. */
export const reference: BackendHooks = {
  load: {
    cpu: () =>
      Promise.all([import('@tensorflow/tfjs-backend-cpu'), import('@tensorflow/tfjs-layers')]),
    wasm: () =>
      Promise.all([import('@tensorflow/tfjs-backend-wasm'), import('@tensorflow/tfjs-layers')]),
  },
};

/** The same with our kernels where there are some. */
export const accelerated: BackendHooks = { ...reference, setup: { wasm: registerWasmKernels } };
