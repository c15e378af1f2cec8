import type { TensorInfo } from '@tensorflow/tfjs-core';

import { taskNumbers } from '../../abi.generated.js';
import type { KernelTask } from '../kernel-runner.js';
import { samplingPlan } from './encode-call.js';
import { fieldInputs, itemSize, samplingWork, type SamplingProblem } from './sampling-problem.js';
import { imageSlices, rangesOf } from './sampling-slices.js';

/** The gradient w.r.t. the image: every output pixel adds to its neighbours in the image. */
export function gradImage(problem: SamplingProblem, dy: TensorInfo): KernelTask {
  const { name, imageShape, field } = problem;
  return {
    name,
    inputs: [dy, ...fieldInputs(field)],
    outputShape: imageShape,
    work: samplingWork(problem) + itemSize(imageShape, 0),
    plan(threads) {
      const slices = imageSlices(problem, threads);
      return samplingPlan(problem, {
        task: taskNumbers.gradImage,
        slices,
        finished: slices.map(({ items, imageRows = { begin: 0, end: 0 } }) =>
          rangesOf(imageShape[0] === 1 ? { begin: 0, end: 1 } : items, imageRows, imageShape),
        ),
        addresses: ({ inputs: [output = 0, source = 0, basis = 0], output: image }) => ({
          image,
          output,
          source,
          basis,
        }),
      });
    },
  };
}
