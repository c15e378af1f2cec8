import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { KernelJob } from '../kernel-memory.js';
import { backpropGrid } from './backprop-grid.js';
import { backpropSummed } from './backprop-summed.js';
import type { SamplingProblem } from './sampling-problem.js';

/**
 * The gradient by the field's grid, matrices or coefficients; what served the whole batch gathers
 * all of its gradients.
 */
export function backpropField(
  problem: SamplingProblem,
  dy: TensorInfo,
  image: TensorInfo,
): KernelJob {
  const job = problem.field.kind === 'grid' ? backpropGrid : backpropSummed;
  return job(problem, dy, image);
}
