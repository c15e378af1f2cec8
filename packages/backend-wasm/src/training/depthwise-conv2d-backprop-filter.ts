import {
  backend_util,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import { assertFloat32 } from './assert-float32.js';
import { convArguments, convShape } from './conv-shape.js';
import { frameOf } from './frame.js';
import { pixelBlock } from './pixel-block.js';
import { defineTrainingKernel, type TrainingKernel } from './training-kernel.js';

interface Inputs extends NamedTensorInfoMap {
  readonly x: TensorInfo;
  readonly dy: TensorInfo;
}

const operation = DepthwiseConv2dNativeBackpropFilter;

/**
 * `[filterHeight, filterWidth, inChannels, multiplier]`, the gradient of `tf.depthwiseConv2d` by
 * its filter, from x `[batch, height, width, inChannels]` and dy
 * `[batch, outHeight, outWidth, inChannels · multiplier]`.
 */
export const depthwiseConv2dBackpropFilter: TrainingKernel = defineTrainingKernel<
  Inputs,
  DepthwiseConv2dNativeBackpropFilterAttrs
>(operation, ({ inputs: { x, dy }, attributes, memory }) => {
  const { filterShape, strides, dilations, pad, dimRoundingMode } = attributes;
  assertFloat32(operation, 'x', x);
  const info = backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const shape = convShape(operation, info, dy);
  const frame = frameOf(shape);
  const framed = frame.leavesImage || shape.outChannels !== shape.inChannels;
  const width = framed ? frame.width : shape.inWidth;
  return memory.run({
    inputs: [x, dy],
    outputShape: filterShape,
    scratchBytes: framed ? 4 * frame.height * frame.width * shape.outChannels : 0,
    execute: ({ kernels, inputs: [xAt = 0, dyAt = 0], output, scratch }) =>
      kernels.depthwise_conv2d_backprop_filter_f32(
        xAt,
        dyAt,
        output,
        framed ? scratch : 0,
        pixelBlock(shape, width, shape.outChannels).rows,
        ...convArguments(shape),
      ),
  });
});
