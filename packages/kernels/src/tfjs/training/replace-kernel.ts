import {
  getKernel,
  registerKernel,
  unregisterKernel,
  type KernelConfig,
} from '@tensorflow/tfjs-core';

import type { RunnerFor } from '../kernel-runner.js';
import type { TrainingKernel } from './training-kernel.js';

/**
 * Replaces tfjs's own kernel, if there is one, in a backend's registry.
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
  // Keeps the original's set-up: it may still be called, or be restored, after the backend starts.
  const config: KernelConfig = { ...original, kernelName, backendName, kernelFunc };
  if (original) unregisterKernel(kernelName, backendName);
  registerKernel(config);
  return () => {
    if (getKernel(kernelName, backendName) !== config) return;
    unregisterKernel(kernelName, backendName);
    if (original) registerKernel(original);
  };
}
