import type { TensorInfo } from '@tensorflow/tfjs-core';

import { taskNumbers } from '../../abi.generated.js';
import type { KernelTask } from '../kernel-runner.js';
import { samplingPlan } from './encode-call.js';
import { fieldInputs, itemSize, samplingWork, type SamplingProblem } from './sampling-problem.js';
import { imageSlices } from './sampling-slices.js';

/** The gradient w.r.t. the image: every output pixel adds to its neighbours in the image. */
export function gradImage(problem: SamplingProblem, dy: TensorInfo): KernelTask {
  const { name, imageShape, field } = problem;
  return {
    name,
    inputs: [dy, ...fieldInputs(field)],
    outputShape: imageShape,
    work: samplingWork(problem) + itemSize(imageShape, 0),
    plan: (threads) =>
      samplingPlan(problem, {
        task: taskNumbers.gradImage,
        slices: imageSlices(problem, threads),
        addresses: ({ inputs: [output = 0, source = 0, basis = 0], output: image }) => ({
          image,
          output,
          source,
          basis,
        }),
      }),
  };
}
