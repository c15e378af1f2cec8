import { registerNodeKernels } from '@tfjs-stn/backend-node';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import type { BackendHooks } from '@tfjs-stn/testing/vitest';

/** cpu runs the reference, the others our kernels for the samplers that have one. */
export const backends: readonly string[] = ['cpu', 'wasm', 'tensorflow'];

export const hooks: BackendHooks = {
  setup: { wasm: registerWasmKernels, tensorflow: () => registerNodeKernels({ threads: 2 }) },
};
