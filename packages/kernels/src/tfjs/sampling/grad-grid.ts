import type { TensorInfo } from '@tensorflow/tfjs-core';

import { taskNumbers } from '../../abi.generated.js';
import type { KernelTask } from '../kernel-runner.js';
import { samplingPlan, strideOf } from './encode-call.js';
import {
  fieldInputs,
  outputBatch,
  samplingWork,
  type SamplingProblem,
} from './sampling-problem.js';
import { pointSlices, rowSlices } from './sampling-slices.js';

/** The gradient w.r.t. a grid: every point has its own; one grid gathers those of the batch. */
export function gradGrid(problem: SamplingProblem, dy: TensorInfo, image: TensorInfo): KernelTask {
  const { name, field } = problem;
  const gathers = field.source.shape[0] === 1 && outputBatch(problem) !== 1;
  return {
    name,
    inputs: [dy, image, ...fieldInputs(field)],
    outputShape: field.source.shape,
    work: samplingWork(problem),
    plan: (threads) =>
      samplingPlan(problem, {
        task: taskNumbers.gradField,
        slices: (gathers ? rowSlices : pointSlices)(problem, threads),
        addresses: ({ inputs: [output = 0, image = 0, source = 0, basis = 0], ...workspace }) => {
          const stride = strideOf(field.source.shape) * 4;
          return { image, output, source, basis, gradient: { address: workspace.output, stride } };
        },
      }),
  };
}
