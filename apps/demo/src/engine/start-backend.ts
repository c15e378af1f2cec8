import { env, getBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';

import { PlainError } from '../plain-error.js';
import type { BackendChoice } from './messages.js';

/** The backend that was started. */
export interface StartedBackend {
  readonly backend: BackendChoice;
  /** Why it is not the requested one, for the user. */
  readonly problem?: string;
}

/** Makes a backend the current one, or the next best if it doesn't run. */
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

/** The smallest module with a SIMD instruction: i8x16.splat. */
// prettier-ignore
const probe = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123,
  3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

/** Why this browser can't run WebAssembly SIMD, for the user, or undefined. */
function simdProblem(): string | undefined {
  if (typeof WebAssembly !== 'object') return 'This browser has no WebAssembly.';
  return WebAssembly.validate(probe) ? undefined : 'This browser has no WebAssembly with SIMD.';
}

/** Starts tfjs's wasm backend, unless it is the current one. */
async function wasmProblem(): Promise<string | undefined> {
  if (getBackend() === 'wasm') return undefined;
  // tfjs starts its threads from a blob, which the page's security policy forbids.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  try {
    const path = new URL(wasmUrl, self.location.href).href;
    // Throws when it is called again.
    setWasmPaths({
      'tfjs-backend-wasm.wasm': path,
      'tfjs-backend-wasm-simd.wasm': path,
      'tfjs-backend-wasm-threaded-simd.wasm': path,
    });
  } catch {
    // The paths are already set.
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

interface Gpu {
  requestAdapter(): Promise<unknown>;
}

/** Why the GPU can't be used through WebGL or WebGPU, for the user, or undefined. */
async function gpuProblem(choice: 'webgl' | 'webgpu'): Promise<string | undefined> {
  if (choice === 'webgl') {
    const context =
      typeof OffscreenCanvas === 'function' && new OffscreenCanvas(1, 1).getContext('webgl2');
    return context ? undefined : 'This browser has no WebGL 2 here, or its GPU is blocked.';
  }
  const { gpu } = navigator as Navigator & { readonly gpu?: Gpu };
  if (!gpu) return 'This browser has no WebGPU here.';
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter ? undefined : 'WebGPU finds no usable GPU on this machine.';
}

async function gpuBackendProblem(choice: 'webgl' | 'webgpu'): Promise<string | undefined> {
  try {
    await (choice === 'webgl' ? import('./lazy-webgl.js') : import('./lazy-webgpu.js'));
  } catch {
    return `The ${choice} part of the page did not load.`;
  }
  const started = await setBackend(choice).catch(() => false);
  return started ? undefined : `The GPU did not start with ${choice}.`;
}

async function startCpu(): Promise<{ readonly backend: 'cpu' }> {
  await import('./lazy-cpu.js').catch(() => {
    throw new PlainError(
      'The plain JavaScript part of the page did not load. Check the connection and try again.',
    );
  });
  await setBackend('cpu');
  await ready();
  return { backend: 'cpu' };
}
