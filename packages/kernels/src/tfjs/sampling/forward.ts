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
import { pointSlices, rangesOf } from './sampling-slices.js';

/** Samples `image` along the field. */
export function forward(problem: SamplingProblem, image: TensorInfo): KernelTask {
  const shape = outputShape(problem);
  return {
    name: problem.name,
    inputs: [image, ...fieldInputs(problem.field)],
    outputShape: shape,
    work: samplingWork(problem),
    plan(threads) {
      const slices = pointSlices(problem, threads);
      return samplingPlan(problem, {
        task: taskNumbers.forward,
        slices,
        finished: slices.map(({ items, rows }) => rangesOf(items, rows, shape)),
        addresses: ({ inputs: [image = 0, source = 0, basis = 0], output }) => ({
          image,
          output,
          source,
          basis,
        }),
      });
    },
  };
}
