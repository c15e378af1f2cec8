import { availableParallelism } from 'node:os';

import { ready, setBackend } from '@tensorflow/tfjs-core';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { BackendName } from '../settings.js';

/**
 * Loads a backend with the kernels that training needs, and makes it the current one.
 *
 * @param threads kernel threads on `tensorflow` and `cpu`
 * @throws UserError if the backend doesn't start on this machine
 */
export async function startBackend(name: BackendName, threads: number): Promise<void> {
  await loaders[name](threads);
  const started = await setBackend(name).catch(() => false);
  if (!started) {
    throw new UserError(`The backend ${name} doesn't start here. Choose another with --backend`);
  }
  await ready();
}

const loaders: Record<BackendName, (threads: number) => Promise<unknown>> = {
  wasm: async () => {
    await import('@tensorflow/tfjs-backend-wasm');
    const { registerWasmKernels, registerWasmTrainingKernels } =
      await import('@tfjs-stn/backend-wasm');
    await registerWasmKernels();
    await registerWasmTrainingKernels();
  },
  tensorflow: async (threads) => {
    await import('@tensorflow/tfjs-node').catch((cause: unknown) => {
      throw new UserError(noTensorflow(cause));
    });
    await registerNode(threads);
  },
  cpu: async (threads) => {
    await import('@tensorflow/tfjs-backend-cpu');
    await registerNode(threads);
  },
};

async function registerNode(threads: number): Promise<void> {
  const { registerNodeKernels } = await import('@tfjs-stn/backend-node');
  await registerNodeKernels({ threads });
}

/** The fastest backend that runs here: tensorflow if its addon loads, else wasm. */
export async function fastestBackend(): Promise<BackendName> {
  return import('@tensorflow/tfjs-node').then(
    () => 'tensorflow',
    () => 'wasm',
  );
}

/** Kernel threads for each of several jobs that run at the same time. */
export function threadsFor(jobs: number, cores: number = availableParallelism()): number {
  return Math.max(1, Math.floor(cores / jobs));
}

function noTensorflow(cause: unknown): string {
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return `The backend tensorflow doesn't start here: ${reason.trim()}. Build it with npm run tfjs-node, or choose another with --backend`;
}
