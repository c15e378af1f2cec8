import { compileKernels } from '@tfjs-stn/kernels';
import type { FindKernelMemory, KernelMemory } from '@tfjs-stn/kernels/tfjs';
import { BackendError } from '@tfjs-stn/core/errors';

import { openKernelMemory, type CompiledKernels } from './open-kernel-memory.js';
import type { WasmBackend } from './wasm-backend.js';

let compiling: Promise<CompiledKernels> | undefined;

/**
 * Compiles the kernels, once.
 *
 * @throws BackendError where the engine lacks WebAssembly SIMD
 */
export async function prepareKernelMemories(operation: string): Promise<FindKernelMemory> {
  const attempt = (compiling ??= compileBoth());
  try {
    return finder(await attempt);
  } catch (cause) {
    // The next call tries again.
    if (compiling === attempt) compiling = undefined;
    throw new BackendError(
      operation,
      `this JavaScript engine can't compile WebAssembly SIMD (${String(cause)}). Stay with the reference implementation, or use an engine from 2021 on`,
    );
  }
}

async function compileBoth(): Promise<CompiledKernels> {
  const [plain, shared] = await Promise.all([compileKernels('plain'), compileKernels('shared')]);
  return { plain, shared };
}

function finder(compiled: CompiledKernels): FindKernelMemory {
  const memories = new WeakMap<object, KernelMemory>();
  return (backend) => {
    const wasm = backend as WasmBackend;
    let memory = memories.get(wasm);
    if (memory === undefined) {
      memory = openKernelMemory(wasm, compiled);
      memories.set(wasm, memory);
    }
    return memory;
  };
}
