import { getBackend, ready as tfReady } from '@tensorflow/tfjs-core';
import { BackendError, StnError } from '@tfjs-stn/core/errors';
import { registerForNode } from '#node-kernels';

/** What `ready` did. */
export interface Readiness {
  /** The current tfjs backend. */
  readonly backend: string;
  /** The package whose kernels it has now; `undefined` if the reference runs, as everywhere. */
  readonly kernels: string | undefined;
  /** The same as a sentence. */
  readonly message: string;
}

/** By tfjs backend: our package, and what registers its kernels and says whether there are any. */
const packages: Readonly<
  Record<string, readonly [name: string, register: () => Promise<boolean>]>
> = {
  wasm: ['@tfjs-stn/backend-wasm', registerForWasm],
  webgl: ['@tfjs-stn/backend-webgl', registerForWebGL],
  webgpu: ['@tfjs-stn/backend-webgpu', registerForWebGPU],
  tensorflow: ['@tfjs-stn/backend-node', registerForNode],
  cpu: ['@tfjs-stn/backend-node', registerForNode],
};

/**
 * Waits for tfjs's backend and registers our kernels for it: loads the package that has them, only
 * that one, when it is called. On wasm and in Node.js that includes the gradients that training takes.
 *
 * May be called any number of times; call it again after `tf.setBackend`.
 *
 * @returns the backend, and the package whose kernels it has now. Without one, and in a browser on
 *   `cpu`, the reference implementation in tfjs ops runs
 * @throws BackendError if tfjs has no backend or it does not start, or the package can't be loaded or
 *   does not work here
 */
export async function ready(): Promise<Readiness> {
  const backend = await currentBackend();
  const [name, register] = packages[backend] ?? ['', undefined];
  const done = register !== undefined && (await loaded(name, register));
  return {
    backend,
    kernels: done ? name : undefined,
    message: done
      ? `${backend}: the kernels of ${name} are registered`
      : `${backend}: there are no kernels for this backend here, so the reference implementation runs`,
  };
}

async function currentBackend(): Promise<string> {
  try {
    await tfReady();
    return getBackend();
  } catch (error) {
    throw new BackendError(
      'ready',
      `tfjs must have a backend that starts (${messageOf(error)}). Import one first, for example: import '@tensorflow/tfjs-backend-wasm'`,
    );
  }
}

/** Says which package is missing where an import failed; our own errors say enough. */
async function loaded(name: string, register: () => Promise<boolean>): Promise<boolean> {
  try {
    return await register();
  } catch (error) {
    if (error instanceof StnError) throw error;
    throw new BackendError(
      'ready',
      `could not load ${name} (${messageOf(error)}). Install it, or add it and the packages that it imports to the import map`,
    );
  }
}

async function registerForWasm(): Promise<boolean> {
  const { registerWasmKernels, registerWasmTrainingKernels } =
    await import('@tfjs-stn/backend-wasm');
  await registerWasmKernels();
  await registerWasmTrainingKernels();
  return true;
}

async function registerForWebGL(): Promise<boolean> {
  const { registerWebGLKernels } = await import('@tfjs-stn/backend-webgl');
  registerWebGLKernels();
  return true;
}

async function registerForWebGPU(): Promise<boolean> {
  const { registerWebGPUKernels } = await import('@tfjs-stn/backend-webgpu');
  registerWebGPUKernels();
  return true;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
