import { env } from '@tensorflow/tfjs-core';
import { compileKernels } from '@tfjs-stn/kernels';
import type { RunnerFor, KernelRunner } from '@tfjs-stn/kernels/tfjs';
import { BackendError } from '@tfjs-stn/core/errors';

import { openKernelRunner, type CompiledKernels } from './open-kernel-runner.js';
import type { WasmBackend } from './wasm-backend.js';

let opening: Promise<RunnerFor> | undefined;

/**
 * Compiles the kernels, once: all that is registered shares a backend's runner, and its threads.
 *
 * @throws BackendError where the engine lacks WebAssembly SIMD
 */
export async function prepareKernelRunners(operation: string): Promise<RunnerFor> {
  const attempt = (opening ??= compile().then(runnersOf));
  try {
    return await attempt;
  } catch (cause) {
    // The next call tries again.
    if (opening === attempt) opening = undefined;
    throw new BackendError(
      operation,
      `this JavaScript engine can't compile WebAssembly SIMD (${String(cause)}). Stay with the reference implementation, or use an engine from 2021 on`,
    );
  }
}

/** For what tfjs can load, as it finds that out: its memory is shared in isolated pages alone. */
async function compile(): Promise<CompiledKernels> {
  const canShare = await env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  const [plain, shared] = await Promise.all([
    compileKernels('plain'),
    canShare ? compileKernels('shared') : undefined,
  ]);
  return { plain, shared };
}

function runnersOf(compiled: CompiledKernels): RunnerFor {
  const runners = new WeakMap<object, KernelRunner>();
  return (backend) => {
    const wasm = backend as WasmBackend;
    let runner = runners.get(wasm);
    if (runner === undefined) {
      runner = openKernelRunner(wasm, compiled);
      runners.set(wasm, runner);
    }
    return runner;
  };
}
