import type { RunnerFor } from '../kernel-runner.js';
import { avgPoolGrad } from './avg-pool-grad.js';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.js';
import { conv2dBackpropInput } from './conv2d-backprop-input.js';
import { depthwiseConv2dBackpropFilter } from './depthwise-conv2d-backprop-filter.js';
import { depthwiseConv2dBackpropInput } from './depthwise-conv2d-backprop-input.js';
import { maxPoolGrad } from './max-pool-grad.js';
import { replaceKernel } from './replace-kernel.js';
import { shareClones } from './share-clones.js';
import type { TrainingKernel } from './training-kernel.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';

/** Kernels for training. */
export const trainingKernels: readonly TrainingKernel[] = [
  avgPoolGrad,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseConv2dBackpropFilter,
  depthwiseConv2dBackpropInput,
  maxPoolGrad,
  unsortedSegmentSum,
];

const registered = /* @__PURE__ */ new Map<string, () => void>();

/**
 * Registers the kernels for training convolutional nets on a tfjs backend, replacing slower ones. Can be
 * called before or after `tf.setBackend`; a second call changes nothing.
 *
 * @param backendName tfjs's name of the backend: `wasm`
 * @param kernels to register. Default: all
 * @returns a function that restores what tfjs had registered
 */
export function registerTrainingKernels(
  backendName: string,
  runnerFor: RunnerFor,
  kernels: readonly TrainingKernel[] = trainingKernels,
): () => void {
  const former = registered.get(backendName);
  if (former !== undefined) return former;
  const restore = kernels.map((kernel) => replaceKernel(backendName, kernel, runnerFor));
  restore.push(shareClones(backendName, runnerFor));
  const unregister = (): void => {
    for (const undo of restore) undo();
    if (registered.get(backendName) === unregister) registered.delete(backendName);
  };
  registered.set(backendName, unregister);
  return unregister;
}
