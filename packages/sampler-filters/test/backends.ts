import type { BackendHooks } from '@tfjs-stn/testing/vitest';

/** Where the reference runs, with the gradients of tfjs's ops, which importing tf.layers registers. */
export const backends: readonly string[] = ['cpu', 'wasm'];

export const hooks: BackendHooks = {
  load: {
    cpu: () =>
      Promise.all([import('@tensorflow/tfjs-backend-cpu'), import('@tensorflow/tfjs-layers')]),
    wasm: () =>
      Promise.all([import('@tensorflow/tfjs-backend-wasm'), import('@tensorflow/tfjs-layers')]),
  },
};
