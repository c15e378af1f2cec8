import type { TensorInfo } from '@tensorflow/tfjs-core';

import { taskNumbers } from '../../abi.generated.js';
import type { KernelTask } from '../kernel-runner.js';
import { samplingPlan } from './encode-call.js';
import {
  fieldAddresses,
  fieldInputs,
  itemSize,
  lengthOf,
  samplingWork,
  windowOf,
  type SamplingProblem,
} from './sampling-problem.js';
import { imageSlices } from './sampling-slices.js';

/**
 * The gradient w.r.t. the image: every output pixel adds to its neighbours in the image.
 *
 * @param initial the gradient of other points, which those of this window are added to: to a copy, or
 *   to the tensor itself where the runner works in place
 */
export function gradImage(
  problem: SamplingProblem,
  dy: TensorInfo,
  initial?: TensorInfo,
): KernelTask {
  const { name, imageShape } = problem;
  const { items: all } = windowOf(problem);
  const shape = imageShape[0] === 1 ? imageShape : [lengthOf(all), ...imageShape.slice(1)];
  return {
    name,
    inputs: [dy, ...(initial ? [initial] : []), ...fieldInputs(problem)],
    outputShape: shape,
    reuses: initial,
    work: samplingWork(problem) + itemSize(shape, 0),
    plan: (threads) =>
      samplingPlan(problem, {
        task: taskNumbers.gradImage,
        slices: imageSlices(problem, threads),
        addresses: ({ inputs: [output = 0, ...others], output: image }) => ({
          image,
          output,
          initial: initial ? (others[0] as number) : 0,
          ...fieldAddresses(problem, initial ? others.slice(1) : others),
          ofWindow: 'image',
        }),
      }),
  };
}
