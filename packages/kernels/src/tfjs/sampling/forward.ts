import type { TensorInfo } from '@tensorflow/tfjs-core';

import { tasks } from '../../abi.js';
import type { KernelJob } from '../kernel-memory.js';
import { samplingBytes, samplingPart } from './sampling-part.js';
import {
  fieldInputs,
  outputShape,
  samplingWork,
  type SamplingProblem,
} from './sampling-problem.js';
import { pointShares, sharedRows } from './sampling-share.js';

/** Samples `image` along the field. */
export function forward(problem: SamplingProblem, image: TensorInfo): KernelJob {
  const bytes = samplingBytes(problem);
  return {
    name: problem.name,
    inputs: [image, ...fieldInputs(problem.field)],
    outputShape: outputShape(problem),
    work: samplingWork(problem),
    scratchBytes: (threads) => bytes * pointShares(problem, threads).length,
    finished: (threads) =>
      pointShares(problem, threads).map(({ items, rows }) =>
        sharedRows(items, rows, outputShape(problem)),
      ),
    plan(workspace, threads) {
      const [imageAddress = 0, source = 0, basis = 0] = workspace.inputs;
      const addresses = { image: imageAddress, output: workspace.output, source, basis };
      return pointShares(problem, threads).map((share, index) => {
        const scratch = workspace.scratch + index * bytes;
        return samplingPart(workspace, scratch, tasks.forward, problem, share, addresses);
      });
    },
  };
}
