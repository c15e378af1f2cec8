import type { TensorInfo } from '@tensorflow/tfjs-core';

import { tasks } from '../../abi.js';
import type { KernelJob } from '../kernel-memory.js';
import { samplingBytes, samplingPart } from './sampling-part.js';
import { fieldInputs, itemSize, samplingWork, type SamplingProblem } from './sampling-problem.js';
import { imageShares, sharedRows } from './sampling-share.js';

/** The gradient by the image: every output pixel adds to the neighbours that it was made of. */
export function backpropImage(problem: SamplingProblem, dy: TensorInfo): KernelJob {
  const { name, imageShape, field } = problem;
  const bytes = samplingBytes(problem);
  return {
    name,
    inputs: [dy, ...fieldInputs(field)],
    outputShape: imageShape,
    work: samplingWork(problem) + itemSize(imageShape, 0),
    scratchBytes: (threads) => bytes * imageShares(problem, threads).length,
    finished: (threads) =>
      imageShares(problem, threads).map(({ items, imageRows = { begin: 0, end: 0 } }) =>
        sharedRows(imageShape[0] === 1 ? { begin: 0, end: 1 } : items, imageRows, imageShape),
      ),
    plan(workspace, threads) {
      const [output = 0, source = 0, basis = 0] = workspace.inputs;
      const addresses = { image: workspace.output, output, source, basis };
      return imageShares(problem, threads).map((share, index) => {
        const scratch = workspace.scratch + index * bytes;
        return samplingPart(workspace, scratch, tasks.backpropImage, problem, share, addresses);
      });
    },
  };
}
