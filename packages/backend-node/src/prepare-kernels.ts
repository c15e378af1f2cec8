import { BackendError } from '@tfjs-stn/core/errors';
import { compileKernels } from '@tfjs-stn/kernels';

import type { CompiledKernels } from './runtime/wasm-memory.js';

let compiling: Promise<CompiledKernels> | undefined;

/**
 * Compiles the kernels, once.
 *
 * @throws BackendError where the engine lacks WebAssembly SIMD
 */
export async function prepareKernels(operation: string): Promise<CompiledKernels> {
  const attempt = (compiling ??= compileBoth());
  try {
    return await attempt;
  } catch (cause) {
    // The next call tries again.
    if (compiling === attempt) compiling = undefined;
    throw new BackendError(
      operation,
      `this Node can't compile WebAssembly SIMD (${String(cause)}). Stay with the reference implementation`,
    );
  }
}

async function compileBoth(): Promise<CompiledKernels> {
  const [plain, shared] = await Promise.all([compileKernels('plain'), compileKernels('shared')]);
  return { plain, shared };
}
