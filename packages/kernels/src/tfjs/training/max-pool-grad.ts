import { MaxPoolGrad, util, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';

import { poolCall } from '../../abi.generated.js';
import { itemTask } from './item-task.js';
import { poolItemBytes, poolShape, poolValues, type PoolAttributes } from './pool-shape.js';
import { defineTrainingKernel, type TrainingKernel } from './training-kernel.js';

interface Inputs extends NamedTensorInfoMap {
  readonly dy: TensorInfo;
  readonly input: TensorInfo;
}

/**
 * `[batch, height, width, channels]`, the gradient of `tf.maxPool` by its input: dy goes to the
 * first maximum of its window. Maxima are searched in the input again; the forward output is not
 * read, since XNNPACK's may differ for NaN.
 *
 * tfjs's own kernel starts its search at the smallest positive float32, so it
 * loses or misplaces the gradient of a window without a positive value, and it prefers the last of
 * equal maxima.
 */
export const maxPoolGrad: TrainingKernel = defineTrainingKernel<Inputs, PoolAttributes>(
  MaxPoolGrad,
  ({ inputs: { dy, input }, attributes }) => {
    const shape = poolShape(MaxPoolGrad, attributes, input, dy);
    const bytes = poolItemBytes(shape);
    return itemTask({
      name: MaxPoolGrad,
      inputs: [input, dy],
      outputShape: input.shape,
      work: util.sizeFromShape(input.shape) + util.sizeFromShape(dy.shape),
      batch: shape.batch,
      kernel: 'max_pool_grad_f32',
      layout: poolCall,
      sliceBytes: 0,
      values: ({ inputs: [x = 0, gradient = 0], output }, items) =>
        poolValues(shape, items, {
          x: x + items.begin * bytes.x,
          dy: gradient + items.begin * bytes.dy,
          dx: output + items.begin * bytes.x,
        }),
    });
  },
);
