import {
  backend_util,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  util,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import { PIXEL_BLOCK_BYTES } from '../../abi.generated.js';
import { assertFloat32 } from './assert-float32.js';
import { convValues, convShape, convWork, itemBytes } from './conv-shape.js';
import { frameOf } from './frame.js';
import { pixelBlock } from './pixel-block.js';
import { summedTask, sumGroups } from './summed-task.js';
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
>(operation, ({ inputs: { x, dy }, attributes }) => {
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
  const { rows } = pixelBlock(shape, width, shape.outChannels);
  const { x: xBytes, dy: dyBytes } = itemBytes(shape);
  const frameBytes = 4 * frame.height * frame.width * shape.outChannels;
  return summedTask({
    name: operation,
    inputs: [x, dy],
    outputShape: filterShape,
    work: convWork(shape, 1),
    groups: sumGroups(shape.batch, util.sizeFromShape(filterShape)),
    kernel: 'depthwise_conv2d_backprop_filter_f32',
    groupBytes: PIXEL_BLOCK_BYTES + (framed ? Math.ceil(frameBytes / 16) * 16 : 0),
    values: ({ inputs: [x = 0, dy = 0] }, items, filter, scratch) =>
      convValues(shape, items, {
        x: x + items.begin * xBytes,
        dy: dy + items.begin * dyBytes,
        filter,
        block: scratch,
        frame: framed ? scratch + PIXEL_BLOCK_BYTES : 0,
        packed: 0,
        blockImages: 1,
        blockRows: rows,
      }),
  });
});
