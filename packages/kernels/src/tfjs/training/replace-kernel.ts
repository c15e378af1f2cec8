import {
  getKernel,
  registerKernel,
  unregisterKernel,
  type KernelConfig,
} from '@tensorflow/tfjs-core';

import type { RunnerFor } from '../kernel-runner.js';
import type { TrainingKernel } from './training-kernel.js';

/**
 * Puts a kernel in the place of tfjs's own, if there is one, in a backend's registry.
 *
 * @returns a function that restores what was there, unless someone else has replaced it since
 */
export function replaceKernel(
  backendName: string,
  kernel: TrainingKernel,
  runnerFor: RunnerFor,
): () => void {
  const { kernelName } = kernel;
  const original = getKernel(kernelName, backendName) as KernelConfig | undefined;
  const kernelFunc = kernel.toKernelFunc(runnerFor, original?.kernelFunc);
  // The original's set-up goes on: it may be called for, or come back, after the backend starts.
  const config: KernelConfig = { ...original, kernelName, backendName, kernelFunc };
  if (original) unregisterKernel(kernelName, backendName);
  registerKernel(config);
  return () => {
    if (getKernel(kernelName, backendName) !== config) return;
    unregisterKernel(kernelName, backendName);
    if (original) registerKernel(original);
  };
}
