import { MaxPoolGrad, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';

import { poolArguments, type PoolAttributes } from './pool-shape.js';
import { defineTrainingKernel, type TrainingKernel } from './training-kernel.js';

interface Inputs extends NamedTensorInfoMap {
  readonly dy: TensorInfo;
  readonly input: TensorInfo;
}

/**
 * `[batch, height, width, channels]`, the gradient of `tf.maxPool` by its input: dy goes to the
 * first maximum of its window. Maxima are sought anew in the input; the forward output is not
 * looked at, since XNNPACK's may differ where there is NaN.
 *
 * tfjs's own kernel starts its search at the smallest positive float32, so that the gradient of a
 * window without a positive value is lost or misplaced, and it prefers the last of equal maxima.
 */
export const maxPoolGrad: TrainingKernel = defineTrainingKernel<Inputs, PoolAttributes>(
  MaxPoolGrad,
  ({ inputs: { dy, input }, attributes, memory }) => {
    const shape = poolArguments(MaxPoolGrad, attributes, input, dy);
    return memory.run({
      inputs: [input, dy],
      outputShape: input.shape,
      scratchBytes: 0,
      execute: ({ kernels, inputs: [x = 0, gradient = 0], output }) =>
        kernels.max_pool_grad_f32(x, gradient, output, ...shape),
    });
  },
);
