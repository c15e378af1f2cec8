import type { RunnerFor, KernelRunner } from '@tfjs-stn/kernels/tfjs';

import { openKernelRunner } from '../../../src/runtime/open-kernel-runner.js';
import type { WasmBackend } from '../../../src/runtime/wasm-backend.js';

/** Runs kernels right on the tensors of tfjs's wasm backend, as users' programs do. */
export function zeroCopyRunner(module: WebAssembly.Module): RunnerFor {
  let memory: KernelRunner | undefined;
  return (found) => {
    memory ??= openKernelRunner(found as WasmBackend, { plain: module, shared: module });
    if (!memory.zeroCopy) throw new Error('the wasm backend shows no memory');
    return memory;
  };
}
