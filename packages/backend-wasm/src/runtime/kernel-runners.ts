import { compileKernels } from '@tfjs-stn/kernels';
import type { RunnerFor, KernelRunner } from '@tfjs-stn/kernels/tfjs';
import { BackendError } from '@tfjs-stn/core/errors';

import { openKernelRunner, type CompiledKernels } from './open-kernel-runner.js';
import type { WasmBackend } from './wasm-backend.js';

let compiling: Promise<CompiledKernels> | undefined;

/**
 * Compiles the kernels, once.
 *
 * @throws BackendError where the engine lacks WebAssembly SIMD
 */
export async function prepareKernelRunners(operation: string): Promise<RunnerFor> {
  const attempt = (compiling ??= compileBoth());
  try {
    return runnersOf(await attempt);
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
