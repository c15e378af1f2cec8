import type { BackendHooks } from '@tfjs-stn/testing/vitest';

/** Where everything here runs through tfjs's own ops. */
export const backends: readonly string[] = ['cpu', 'wasm'];

/** With the gradients of tfjs's ops, which importing tf.layers registers. */
export const hooks: BackendHooks = {
  load: {
    cpu: () =>
      Promise.all([import('@tensorflow/tfjs-backend-cpu'), import('@tensorflow/tfjs-layers')]),
    wasm: () =>
      Promise.all([import('@tensorflow/tfjs-backend-wasm'), import('@tensorflow/tfjs-layers')]),
  },
};
