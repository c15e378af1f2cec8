import { avgPoolGrad } from './avg-pool-grad.js';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.js';
import { conv2dBackpropInput } from './conv2d-backprop-input.js';
import { depthwiseConv2dBackpropFilter } from './depthwise-conv2d-backprop-filter.js';
import { depthwiseConv2dBackpropInput } from './depthwise-conv2d-backprop-input.js';
import { maxPoolGrad } from './max-pool-grad.js';
import { replaceKernel } from './replace-kernel.js';
import type { TrainingKernel } from './training-kernel.js';
import type { FindTrainingMemory } from './training-memory.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';

const kernels: readonly TrainingKernel[] = [
  avgPoolGrad,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseConv2dBackpropFilter,
  depthwiseConv2dBackpropInput,
  maxPoolGrad,
  unsortedSegmentSum,
];

let registered: (() => void) | undefined;

/**
 * Gives tfjs's wasm backend the kernels that training a convolutional net takes, or better ones.
 * Can be called before or after `tf.setBackend('wasm')`; a second call changes nothing.
 *
 * @returns a function that restores what tfjs had registered
 */
export function registerTrainingKernels(find: FindTrainingMemory): () => void {
  if (registered === undefined) {
    const restore = kernels.map((kernel) => replaceKernel('wasm', kernel, find));
    const unregister = (): void => {
      for (const undo of restore) undo();
      if (registered === unregister) registered = undefined;
    };
    registered = unregister;
  }
  return registered;
}
