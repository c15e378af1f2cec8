import type { TensorInfo } from '@tensorflow/tfjs-core';

import { tasks } from '../../abi.js';
import type { KernelCall, KernelJob } from '../kernel-memory.js';
import { samplingBytes, samplingCalls } from './sampling-calls.js';
import { fieldInputs, itemSize, samplingWork, type SamplingProblem } from './sampling-problem.js';
import { imageShares, sharedRows, type SamplingShare } from './sampling-share.js';

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
      return imageShares(problem, threads).map((share, index) => [
        clearCall(imageShape, workspace.output, share),
        ...samplingCalls(
          workspace,
          workspace.scratch + index * bytes,
          tasks.backpropImage,
          problem,
          [{ share, addresses }],
        ),
      ]);
    },
  };
}

/** Whoever adds to rows of an image clears them first. They lie side by side. */
function clearCall(
  imageShape: readonly number[],
  image: number,
  { items, imageRows = { begin: 0, end: 0 } }: SamplingShare,
): KernelCall {
  const [batch = 0, height = 0] = imageShape;
  const rowBytes = itemSize(imageShape, 2) * 4;
  const first = batch === 1 ? 0 : items.begin;
  const images = batch === 1 ? 1 : items.end - items.begin;
  const rows = (images - 1) * height + imageRows.end - imageRows.begin;
  const address = image + (first * height + imageRows.begin) * rowBytes;
  return { kernel: 'clear', arguments: [address, rows * rowBytes] };
}
