import { env, getBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';

import type { BackendChoice } from './backends.js';
import { hasSimd } from './has-simd.js';

/**
 * Makes a backend the current one; where WebAssembly doesn't run with SIMD, plain JavaScript.
 *
 * @returns the one that it is
 */
export async function startBackend(choice: BackendChoice): Promise<BackendChoice> {
  if (choice === 'cpu' || !hasSimd()) return startCpu();
  if (getBackend() !== 'wasm' && !(await startWasm())) return startCpu();
  const unregister = await registerWasmKernels();
  if (choice === 'wasm') unregister();
  return choice;
}

async function startWasm(): Promise<boolean> {
  // tfjs starts its threads from a blob, which the page's security policy rules out.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  try {
    const path = new URL(wasmUrl, self.location.href).href;
    setWasmPaths({
      'tfjs-backend-wasm.wasm': path,
      'tfjs-backend-wasm-simd.wasm': path,
      'tfjs-backend-wasm-threaded-simd.wasm': path,
    });
    return await setBackend('wasm');
  } catch {
    return false;
  }
}

async function startCpu(): Promise<'cpu'> {
  await import('@tensorflow/tfjs-backend-cpu');
  await setBackend('cpu');
  await ready();
  return 'cpu';
}
