import { env, getBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';

import { PlainError } from '../plain-error.js';
import type { BackendChoice } from './backends.js';
import { gpuProblem } from './gpu-problem.js';
import { simdProblem } from './simd-problem.js';

/** What computes from now on. */
export interface StartedBackend {
  readonly backend: BackendChoice;
  /** Why it is not what was asked for, in words for the user. */
  readonly problem?: string;
}

/** Makes a backend the current one; where it doesn't run, the next best. */
export async function startBackend(choice: BackendChoice): Promise<StartedBackend> {
  switch (choice) {
    case 'cpu':
      return startCpu();
    case 'webgl':
    case 'webgpu':
      return startGpu(choice);
    case 'kernels':
    case 'wasm':
      return startWasm(choice);
    default:
      return choice satisfies never;
  }
}

async function startWasm(choice: 'kernels' | 'wasm'): Promise<StartedBackend> {
  const problem = simdProblem() ?? (await wasmProblem());
  if (problem !== undefined) return { ...(await startCpu()), problem };
  const unregister = await registerWasmKernels();
  if (choice === 'wasm') unregister();
  return { backend: choice };
}

/** Starts tfjs's backend, if it isn't the current one. */
async function wasmProblem(): Promise<string | undefined> {
  if (getBackend() === 'wasm') return undefined;
  // tfjs starts its threads from a blob, which the page's security policy rules out.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  try {
    const path = new URL(wasmUrl, self.location.href).href;
    // May be called once only, and changes nothing after that.
    setWasmPaths({
      'tfjs-backend-wasm.wasm': path,
      'tfjs-backend-wasm-simd.wasm': path,
      'tfjs-backend-wasm-threaded-simd.wasm': path,
    });
  } catch {
    // The paths stand.
  }
  const started = await setBackend('wasm').catch(() => false);
  return started ? undefined : 'The WebAssembly part of the page did not load.';
}

async function startGpu(choice: 'webgl' | 'webgpu'): Promise<StartedBackend> {
  const problem = (await gpuProblem(choice)) ?? (await gpuBackendProblem(choice));
  if (problem === undefined) return { backend: choice };
  const instead = await startBackend('kernels');
  return { ...instead, problem };
}

async function gpuBackendProblem(choice: 'webgl' | 'webgpu'): Promise<string | undefined> {
  try {
    await (choice === 'webgl' ? import('./later-webgl.js') : import('./later-webgpu.js'));
  } catch {
    return `The part of the page for ${choice} did not load.`;
  }
  const started = await setBackend(choice).catch(() => false);
  return started ? undefined : `The GPU did not start with ${choice}.`;
}

async function startCpu(): Promise<{ readonly backend: 'cpu' }> {
  await import('./later-cpu.js').catch(() => {
    throw new PlainError(
      'The part of the page for plain JavaScript did not load. Look after the connection, and try again.',
    );
  });
  await setBackend('cpu');
  await ready();
  return { backend: 'cpu' };
}
