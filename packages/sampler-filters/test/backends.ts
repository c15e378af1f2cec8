import { loadBackends } from '@tfjs-stn-tooling/test-support/load-backends';
import { registerNodeKernels } from '@tfjs-stn/backend-node';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import type { BackendHooks } from '@tfjs-stn/testing/vitest';

/** cpu runs the reference, the others our kernels where a sampler meets them. */
export const backends: readonly string[] = ['cpu', 'wasm', 'tensorflow'];

export const hooks: BackendHooks = {
  load: loadBackends,
  setup: { wasm: registerWasmKernels, tensorflow: () => registerNodeKernels({ threads: 2 }) },
};
