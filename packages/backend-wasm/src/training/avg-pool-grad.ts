import { AvgPoolGrad, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';

import { poolArguments, type PoolAttributes } from './pool-shape.js';
import { defineTrainingKernel, type TrainingKernel } from './training-kernel.js';

interface Inputs extends NamedTensorInfoMap {
  readonly dy: TensorInfo;
  readonly input: TensorInfo;
}

/**
 * `[batch, height, width, channels]`, the gradient of `tf.avgPool` by its input.
 *
 * The average is over the part of a window inside the image, and so is this. tfjs's own gradient
 * divides by the whole window there, on every backend, which is not the derivative of its forward.
 */
export const avgPoolGrad: TrainingKernel = defineTrainingKernel<Inputs, PoolAttributes>(
  AvgPoolGrad,
  ({ inputs: { dy, input }, attributes, memory }) => {
    const shape = poolArguments(AvgPoolGrad, attributes, input, dy);
    return memory.run({
      inputs: [dy],
      outputShape: input.shape,
      scratchBytes: 0,
      execute: ({ kernels, inputs: [gradient = 0], output }) =>
        kernels.avg_pool_grad_f32(gradient, output, ...shape),
    });
  },
);
