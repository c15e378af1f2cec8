import { guardWasmMemory } from '@tfjs-stn/core/~internal';
import { linkKernels } from '@tfjs-stn/kernels';
import type { KernelRunner } from '@tfjs-stn/kernels/tfjs';

import { copyingRunner } from './copying-runner.js';
import { heapOf, isShared, type WasmBackend } from './wasm-backend.js';
import { zeroCopyRunner } from './zero-copy-runner.js';

/** The kernels, compiled for both kinds of memory. */
export interface CompiledKernels {
  readonly plain: WebAssembly.Module;
  /** `undefined` where memory can't be shared. */
  readonly shared: WebAssembly.Module | undefined;
}

/** Links the kernels to a backend's memory, or to one of their own where that can't be had. */
export function openKernelRunner(backend: WasmBackend, compiled: CompiledKernels): KernelRunner {
  guardWasmMemory(backend);
  const heap = heapOf(backend);
  const shares = heap !== undefined && isShared(heap.memory);
  const module = shares ? compiled.shared : compiled.plain;
  if (heap && module) {
    const { memory } = heap;
    const kernels = linkKernels(module, memory);
    return zeroCopyRunner(backend, heap, kernels, shares ? { module, memory, kernels } : undefined);
  }
  const memory = new WebAssembly.Memory({ initial: 1 });
  return copyingRunner(backend, memory, linkKernels(compiled.plain, memory));
}
