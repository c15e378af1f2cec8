import { ready, setBackend } from '@tensorflow/tfjs-core';

import { UserError } from '../user-error.js';
import type { BackendName } from './backend-names.js';

/**
 * Loads a backend with the kernels that training needs, and makes it the current one.
 *
 * @throws UserError if it doesn't start on this machine
 */
export async function startBackend(name: BackendName): Promise<void> {
  await loaders[name]();
  const started = await setBackend(name).catch(() => false);
  if (!started) {
    throw new UserError(`The backend ${name} doesn't start here. Choose another with --backend`);
  }
  await ready();
}

const loaders: Record<BackendName, () => Promise<unknown>> = {
  wasm: async () => {
    await import('@tensorflow/tfjs-backend-wasm');
    const { registerWasmKernels, registerWasmTrainingKernels } =
      await import('@tfjs-stn/backend-wasm');
    await registerWasmKernels();
    await registerWasmTrainingKernels();
  },
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};
