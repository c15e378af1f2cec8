import type { TensorInfo } from '@tensorflow/tfjs-core';

import { taskNumbers } from '../../abi.generated.js';
import type { KernelTask } from '../kernel-runner.js';
import { samplingPlan } from './encode-call.js';
import {
  fieldAddresses,
  fieldInputs,
  samplingWork,
  windowShape,
  type SamplingProblem,
} from './sampling-problem.js';
import { pointSlices } from './sampling-slices.js';

/** Samples `image` along the field. */
export function forward(problem: SamplingProblem, image: TensorInfo): KernelTask {
  const shape = windowShape(problem, problem.imageShape[3] as number);
  return {
    name: problem.name,
    inputs: [image, ...fieldInputs(problem)],
    outputShape: shape,
    work: samplingWork(problem),
    plan: (threads) =>
      samplingPlan(problem, {
        task: taskNumbers.forward,
        slices: pointSlices(problem, threads),
        addresses: ({ inputs: [first = 0, ...field], output }) => ({
          image: first,
          output,
          ...fieldAddresses(problem, field),
          ofWindow: 'output',
        }),
      }),
  };
}
