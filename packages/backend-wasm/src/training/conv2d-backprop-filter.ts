import {
  backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { OptionError } from '@tfjs-stn/core/errors';

import { assertFloat32 } from './assert-float32.js';
import { convArguments, convShape } from './conv-shape.js';
import type { Dilated } from './dilated.js';
import { frameOf } from './frame.js';
import { pixelBlock } from './pixel-block.js';
import { defineTrainingKernel, type TrainingKernel } from './training-kernel.js';

interface Inputs extends NamedTensorInfoMap {
  readonly x: TensorInfo;
  readonly dy: TensorInfo;
}

/**
 * `[filterHeight, filterWidth, inChannels, outChannels]`, the gradient of `tf.conv2d` by its
 * filter, from x `[batch, height, width, inChannels]` and dy
 * `[batch, outHeight, outWidth, outChannels]`.
 */
export const conv2dBackpropFilter: TrainingKernel = defineTrainingKernel<
  Inputs,
  Dilated<Conv2DBackpropFilterAttrs>
>(Conv2DBackpropFilter, ({ inputs: { x, dy }, attributes, memory }) => {
  const { filterShape, strides, pad, dilations = 1, dimRoundingMode, dataFormat } = attributes;
  if (dataFormat === 'NCHW') {
    throw new OptionError(Conv2DBackpropFilter, "dataFormat must be 'NHWC' on wasm, got 'NCHW'");
  }
  assertFloat32(Conv2DBackpropFilter, 'x', x);
  const info = backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  const shape = convShape(Conv2DBackpropFilter, info, dy);
  const frame = frameOf(shape);
  const width = frame.leavesImage ? frame.width : shape.inWidth;
  const block = pixelBlock(shape, width, shape.inChannels);
  const frameBytes = 4 * block.images * frame.height * frame.width * shape.inChannels;
  return memory.run({
    inputs: [x, dy],
    outputShape: filterShape,
    scratchBytes: frame.leavesImage ? frameBytes : 0,
    execute: ({ kernels, inputs: [xAt = 0, dyAt = 0], output, scratch }) =>
      kernels.conv2d_backprop_filter_f32(
        xAt,
        dyAt,
        output,
        frame.leavesImage ? scratch : 0,
        block.images,
        block.rows,
        ...convArguments(shape),
      ),
  });
});
