import {
  backend_util,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import { assertFloat32 } from './assert-float32.js';
import { convArguments, convShape, convWork, itemBytes } from './conv-shape.js';
import { itemJob } from './item-job.js';
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
  return itemJob({
    name: operation,
    inputs: [dy, filter],
    outputShape: inputShape,
    work: convWork(shape, 1),
    batch: shape.batch,
    partBytes: multiplied ? Math.ceil(wideBytes / 16) * 16 : 0,
    call: ({ inputs: [dyAt = 0, filterAt = 0], output }, items, scratch) => ({
      kernel: 'depthwise_conv2d_backprop_input_f32',
      arguments: [
        dyAt + items.begin * bytes.dy,
        filterAt,
        output + items.begin * bytes.x,
        scratch,
        ...convArguments(shape, items),
      ],
    }),
  });
});
