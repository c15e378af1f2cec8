import { openKernelMemory } from '../../../src/runtime/open-kernel-memory.js';
import type { KernelMemory } from '../../../src/runtime/kernel-memory.js';
import type { WasmBackend } from '../../../src/runtime/wasm-backend.js';
import type { FindTrainingMemory } from '../../../src/training/training-memory.js';

/** Runs kernels right on the tensors of tfjs's wasm backend, as users' programs do. */
export function zeroCopyMemory(module: WebAssembly.Module): FindTrainingMemory {
  let memory: KernelMemory | undefined;
  return (found) => {
    memory ??= openKernelMemory(found as WasmBackend, { plain: module, shared: module });
    if (!memory.zeroCopy) throw new Error('the wasm backend shows no memory');
    return memory;
  };
}
