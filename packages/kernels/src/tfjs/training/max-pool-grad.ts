import { MaxPoolGrad, util, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';

import { itemJob } from './item-job.js';
import { poolArguments, poolItemBytes, type PoolAttributes } from './pool-shape.js';
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
  ({ inputs: { dy, input }, attributes }) => {
    const shape = poolArguments(MaxPoolGrad, attributes, input, dy);
    const bytes = poolItemBytes(shape);
    return itemJob({
      name: MaxPoolGrad,
      inputs: [input, dy],
      outputShape: input.shape,
      work: util.sizeFromShape(input.shape) + util.sizeFromShape(dy.shape),
      batch: shape[0],
      partBytes: 0,
      call: ({ inputs: [x = 0, gradient = 0], output }, items) => ({
        kernel: 'max_pool_grad_f32',
        arguments: [
          x + items.begin * bytes.x,
          gradient + items.begin * bytes.dy,
          output + items.begin * bytes.x,
          items.end - items.begin,
          ...shape.slice(1),
        ],
      }),
    });
  },
);
