import { registerNodeKernels } from '@tfjs-stn/backend-node';
import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import type { BackendHooks } from '@tfjs-stn/testing/vitest';

/** Every backend with the kernels that it has. */
export const withKernels: BackendHooks = {
  setup: {
    cpu: registerNodeKernels,
    tensorflow: registerNodeKernels,
    wasm: async () => {
      const unregister = [await registerWasmKernels(), await registerWasmTrainingKernels()];
      return () => unregister.forEach((each) => each());
    },
  },
};
