import {
  backend_util,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import { convCall } from '../../abi.generated.js';
import { assertFloat32 } from './assert-float32.js';
import { convValues, convShape, convWork, itemBytes } from './conv-shape.js';
import { itemTask } from './item-task.js';
import { defineTrainingKernel, type TrainingKernel } from './training-kernel.js';

interface Inputs extends NamedTensorInfoMap {
  readonly dy: TensorInfo;
  readonly filter: TensorInfo;
}

const operation = DepthwiseConv2dNativeBackpropInput;

/**
 * `[batch, height, width, inChannels]`, the gradient of `tf.depthwiseConv2d` by its input, from dy
 * `[batch, outHeight, outWidth, inChannels · multiplier]` and the filter.
 */
export const depthwiseConv2dBackpropInput: TrainingKernel = defineTrainingKernel<
  Inputs,
  DepthwiseConv2dNativeBackpropInputAttrs
>(operation, ({ inputs: { dy, filter }, attributes }) => {
  const { inputShape, strides, dilations, pad, dimRoundingMode } = attributes;
  assertFloat32(operation, 'filter', filter);
  const info = backend_util.computeConv2DInfo(
    inputShape,
    filter.shape as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const shape = convShape(operation, info, dy);
  const multiplied = shape.outChannels !== shape.inChannels;
  const bytes = itemBytes(shape);
  const wideBytes = 4 * shape.inHeight * shape.inWidth * shape.outChannels;
  return itemTask({
    name: operation,
    inputs: [dy, filter],
    outputShape: inputShape,
    work: convWork(shape, 1),
    batch: shape.batch,
    kernel: 'depthwise_conv2d_backprop_input_f32',
    layout: convCall,
    sliceBytes: multiplied ? Math.ceil(wideBytes / 16) * 16 : 0,
    values: ({ inputs: [dy = 0, filter = 0], output }, items, scratch) =>
      convValues(shape, items, {
        x: output + items.begin * bytes.x,
        dy: dy + items.begin * bytes.dy,
        filter,
        block: 0,
        frame: scratch,
        packed: 0,
        blockImages: 1,
        blockRows: shape.outHeight,
      }),
  });
});
