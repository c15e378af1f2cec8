import type { TensorInfo } from '@tensorflow/tfjs-core';

import { tasks } from '../../abi.js';
import type { KernelCall, KernelJob } from '../kernel-memory.js';
import { strideOf } from './describe-call.js';
import { samplingBytes, samplingPart } from './sampling-part.js';
import {
  fieldInputs,
  outputBatch,
  samplingWork,
  type SamplingProblem,
} from './sampling-problem.js';
import { pointShares, rowShares, type SamplingShare } from './sampling-share.js';

/** The gradient by a grid: every point has its own, so it adds in place. */
export function backpropGrid(
  problem: SamplingProblem,
  dy: TensorInfo,
  image: TensorInfo,
): KernelJob {
  const { name, field } = problem;
  const bytes = samplingBytes(problem);
  const gathers = field.source.shape[0] === 1 && outputBatch(problem) !== 1;
  const shares = gathers ? rowShares : pointShares;
  return {
    name,
    inputs: [dy, image, ...fieldInputs(field)],
    outputShape: field.source.shape,
    work: samplingWork(problem),
    scratchBytes: (threads) => bytes * shares(problem, threads).length,
    plan(workspace, threads) {
      const [output = 0, imageAddress = 0, source = 0, basis = 0] = workspace.inputs;
      const gradient = { address: workspace.output, stride: strideOf(field.source.shape) * 4 };
      const addresses = { image: imageAddress, output, source, basis, gradient };
      return shares(problem, threads).map((share, index) => {
        const scratch = workspace.scratch + index * bytes;
        const clear = clearCalls(problem, workspace.output, share);
        const task = tasks.backpropField;
        return [...clear, ...samplingPart(workspace, scratch, task, problem, share, addresses)];
      });
    },
  };
}

/** Whoever adds to rows of a grid clears them first, item by item. */
function clearCalls(
  { field, attributes }: SamplingProblem,
  grid: number,
  { items, rows }: SamplingShare,
): KernelCall[] {
  const [outHeight, outWidth] = attributes.outputSize;
  const rowBytes = outWidth * 8;
  const [begin, end] = field.source.shape[0] === 1 ? [0, 1] : [items.begin, items.end];
  return Array.from({ length: end - begin }, (_, index) => ({
    kernel: 'clear',
    arguments: [
      grid + ((begin + index) * outHeight + rows.begin) * rowBytes,
      (rows.end - rows.begin) * rowBytes,
    ],
  }));
}
