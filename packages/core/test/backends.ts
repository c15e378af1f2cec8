import { loadBackends } from '@tfjs-stn-tooling/test-support/load-backends';
import { registerNodeKernels } from '@tfjs-stn/backend-node';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import type { BackendHooks } from '@tfjs-stn/testing/vitest';

/** tfjs's own backends, on which everything runs through the reference. */
export const referenceBackends: readonly string[] = ['cpu', 'wasm', 'tensorflow'];

export const reference: BackendHooks = { load: loadBackends };

const registerNode = (): ReturnType<typeof registerNodeKernels> =>
  registerNodeKernels({ threads: 2 });

/** The same with our kernels where there are some, but for cpu. */
export const accelerated: BackendHooks = {
  ...reference,
  setup: { tensorflow: registerNode, wasm: registerWasmKernels },
};

/** Every backend that we have kernels for. */
export const kernelBackends: readonly string[] = ['wasm', 'tensorflow', 'cpu'];

/** With our kernels on all of them. */
export const withKernels: BackendHooks = {
  ...reference,
  setup: { ...accelerated.setup, cpu: registerNode },
};
