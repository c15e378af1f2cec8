import type { TensorInfo } from '@tensorflow/tfjs-core';

import { taskNumbers } from '../../abi.generated.js';
import type { KernelTask } from '../kernel-runner.js';
import { samplingPlan } from './encode-call.js';
import {
  fieldAddresses,
  fieldInputs,
  samplingWork,
  windowOf,
  windowShape,
  type SamplingProblem,
} from './sampling-problem.js';
import { pointSlices, rangesOf, within } from './sampling-slices.js';

/** Samples `image` along the field. */
export function forward(problem: SamplingProblem, image: TensorInfo): KernelTask {
  const shape = windowShape(problem, problem.imageShape[3] as number);
  const window = windowOf(problem);
  return {
    name: problem.name,
    inputs: [image, ...fieldInputs(problem)],
    outputShape: shape,
    work: samplingWork(problem),
    plan(threads) {
      const slices = pointSlices(problem, threads);
      return samplingPlan(problem, {
        task: taskNumbers.forward,
        slices,
        finished: slices.map(({ items, rows }) =>
          rangesOf(within(items, window.items), within(rows, window.rows), shape),
        ),
        addresses: ({ inputs: [first = 0, ...field], output }) => ({
          image: first,
          output,
          ...fieldAddresses(problem, field),
          ofWindow: 'output',
        }),
      });
    },
  };
}
