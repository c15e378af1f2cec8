import type { FindKernelMemory, KernelMemory } from '@tfjs-stn/kernels/tfjs';

import { openKernelMemory } from '../../../src/runtime/open-kernel-memory.js';
import type { WasmBackend } from '../../../src/runtime/wasm-backend.js';

/** Runs kernels right on the tensors of tfjs's wasm backend, as users' programs do. */
export function zeroCopyMemory(module: WebAssembly.Module): FindKernelMemory {
  let memory: KernelMemory | undefined;
  return (found) => {
    memory ??= openKernelMemory(found as WasmBackend, { plain: module, shared: module });
    if (!memory.zeroCopy) throw new Error('the wasm backend shows no memory');
    return memory;
  };
}
