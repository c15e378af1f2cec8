import type { TensorInfo } from '@tensorflow/tfjs-core';

import { taskNumbers } from '../../abi.generated.js';
import type { KernelTask } from '../kernel-runner.js';
import { samplingPlan, strideOf } from './encode-call.js';
import {
  fieldAddresses,
  fieldInputs,
  pointsShape,
  samplingWork,
  sharesField,
  type SamplingProblem,
} from './sampling-problem.js';
import { pointSlices, rowSlices } from './sampling-slices.js';

/** The gradient w.r.t. a grid: every point has its own; one grid gathers those of the batch. */
export function gradGrid(problem: SamplingProblem, dy: TensorInfo, image: TensorInfo): KernelTask {
  const shape = [...pointsShape(problem), 2];
  return {
    name: problem.name,
    inputs: [dy, image, ...fieldInputs(problem)],
    outputShape: shape,
    work: samplingWork(problem),
    plan: (threads) =>
      samplingPlan(problem, {
        task: taskNumbers.gradField,
        slices: (sharesField(problem) ? rowSlices : pointSlices)(problem, threads),
        addresses: ({ inputs: [output = 0, first = 0, ...field], output: address }) => ({
          image: first,
          output,
          ...fieldAddresses(problem, field),
          gradient: { address, pointBytes: 8, stride: strideOf(shape) * 4 },
        }),
      }),
  };
}
