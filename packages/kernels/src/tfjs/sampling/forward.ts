import type { TensorInfo } from '@tensorflow/tfjs-core';

import { taskNumbers } from '../../abi.generated.js';
import type { KernelTask } from '../kernel-runner.js';
import { samplingPlan } from './encode-call.js';
import {
  fieldInputs,
  outputShape,
  samplingWork,
  type SamplingProblem,
} from './sampling-problem.js';
import { pointSlices } from './sampling-slices.js';

/** Samples `image` along the field. */
export function forward(problem: SamplingProblem, image: TensorInfo): KernelTask {
  return {
    name: problem.name,
    inputs: [image, ...fieldInputs(problem.field)],
    outputShape: outputShape(problem),
    work: samplingWork(problem),
    plan: (threads) =>
      samplingPlan(problem, {
        task: taskNumbers.forward,
        slices: pointSlices(problem, threads),
        addresses: ({ inputs: [image = 0, source = 0, basis = 0], output }) => ({
          image,
          output,
          source,
          basis,
        }),
      }),
  };
}
