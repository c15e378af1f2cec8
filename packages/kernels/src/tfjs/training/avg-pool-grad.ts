import { AvgPoolGrad, util, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';

import { poolCall } from '../../abi.generated.js';
import { itemTask } from './item-task.js';
import { poolItemBytes, poolShape, poolValues, type PoolAttributes } from './pool-shape.js';
import { defineTrainingKernel, type TrainingKernel } from './training-kernel.js';

interface Inputs extends NamedTensorInfoMap {
  readonly dy: TensorInfo;
  readonly input: TensorInfo;
}

/**
 * `[batch, height, width, channels]`, the gradient of `tf.avgPool` by its input.
 *
 * The average is over the part of a window inside the image, and so is its gradient. tfjs's own gradient
 * divides by the whole window there, on every backend, which is not the derivative of its forward.
 */
export const avgPoolGrad: TrainingKernel = defineTrainingKernel<Inputs, PoolAttributes>(
  AvgPoolGrad,
  ({ inputs: { dy, input }, attributes }) => {
    const shape = poolShape(AvgPoolGrad, attributes, input, dy);
    const bytes = poolItemBytes(shape);
    return itemTask({
      name: AvgPoolGrad,
      inputs: [dy],
      outputShape: input.shape,
      work: util.sizeFromShape(input.shape) + util.sizeFromShape(dy.shape),
      batch: shape.batch,
      kernel: 'avg_pool_grad_f32',
      layout: poolCall,
      sliceBytes: 0,
      values: ({ inputs: [gradient = 0], output }, items) =>
        poolValues(shape, items, {
          x: 0,
          dy: gradient + items.begin * bytes.dy,
          dx: output + items.begin * bytes.x,
        }),
    });
  },
);
