import { guardWasmMemory } from '@tfjs-stn/core/~internal';
import { linkKernels } from '@tfjs-stn/kernels';
import type { KernelRunner } from '@tfjs-stn/kernels/tfjs';

import { copyingRunner } from './copying-runner.js';
import { heapOf, isShared, type WasmBackend } from './wasm-backend.js';
import { zeroCopyRunner } from './zero-copy-runner.js';

/** The kernels, compiled for both kinds of memory. */
export interface CompiledKernels {
  readonly plain: WebAssembly.Module;
  readonly shared: WebAssembly.Module;
}

/** Links the kernels to a backend's memory, or to one of their own where that can't be had. */
export function openKernelRunner(backend: WasmBackend, compiled: CompiledKernels): KernelRunner {
  guardWasmMemory(backend);
  const heap = heapOf(backend);
  if (heap !== undefined) {
    const module = isShared(heap.memory) ? compiled.shared : compiled.plain;
    return zeroCopyRunner(backend, heap, linkKernels(module, heap.memory));
  }
  const memory = new WebAssembly.Memory({ initial: 1 });
  return copyingRunner(backend, memory, linkKernels(compiled.plain, memory));
}
