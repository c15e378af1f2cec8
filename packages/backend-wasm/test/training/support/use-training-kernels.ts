import { registerTrainingKernels, type RunnerFor } from '@tfjs-stn/kernels/tfjs';
import { afterAll, beforeAll } from 'vitest';

import { kernelModule } from './kernel-module.js';

/** Registers the training kernels for the tests of a file, on memory of the file's choice. */
export function useTrainingKernels(memoryFor: (module: WebAssembly.Module) => RunnerFor): void {
  let unregister: () => void;
  beforeAll(async () => {
    unregister = registerTrainingKernels('wasm', memoryFor(await kernelModule()));
  }, 120_000);
  afterAll(() => unregister());
}
