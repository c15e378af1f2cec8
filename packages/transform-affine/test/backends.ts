import { loadBackends } from '@tfjs-stn-tooling/test-support/load-backends';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import type { BackendHooks } from '@tfjs-stn/testing/vitest';

export const backends: readonly string[] = ['cpu', 'wasm'];

/** With our kernels on wasm. */
export const hooks: BackendHooks = {
  load: loadBackends,
  setup: { wasm: registerWasmKernels },
};
