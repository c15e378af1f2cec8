import {
  backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  util,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import { PIXEL_BLOCK_BYTES } from '../../abi.generated.js';
import { assertFloat32 } from './assert-float32.js';
import {
  assertChannelsLast,
  convValues,
  convShape,
  convWork,
  itemBytes,
  type ConvShape,
} from './conv-shape.js';
import type { Dilated } from './dilated.js';
import { frameOf } from './frame.js';
import { pixelBlock, type PixelBlock } from './pixel-block.js';
import { summedTask, sumGroups } from './summed-task.js';
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
>(Conv2DBackpropFilter, ({ inputs: { x, dy }, attributes }) => {
  const { filterShape, strides, pad, dilations = 1, dimRoundingMode } = attributes;
  assertChannelsLast(Conv2DBackpropFilter, attributes);
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
  const groups = sumGroups(shape.batch, util.sizeFromShape(filterShape));
  const { frameBytes, block } = framesOf(shape, groups.length);
  const { x: xBytes, dy: dyBytes } = itemBytes(shape);
  return summedTask({
    name: Conv2DBackpropFilter,
    inputs: [x, dy],
    outputShape: filterShape,
    work: convWork(shape),
    groups,
    kernel: 'conv2d_backprop_filter_f32',
    groupBytes: PIXEL_BLOCK_BYTES + frameBytes,
    values: ({ inputs: [x = 0, dy = 0] }, items, filter, scratch) =>
      convValues(shape, items, {
        x: x + items.begin * xBytes,
        dy: dy + items.begin * dyBytes,
        filter,
        block: scratch,
        frame: frameBytes > 0 ? scratch + PIXEL_BLOCK_BYTES : 0,
        packed: 0,
        blockImages: block.images,
        blockRows: block.rows,
      }),
  });
});

/** The block of pixels that a group is processed in, and space for its padded images. */
function framesOf(shape: ConvShape, groups: number): { frameBytes: number; block: PixelBlock } {
  const frame = frameOf(shape);
  const group = { ...shape, batch: Math.ceil(shape.batch / groups) };
  const block = pixelBlock(
    group,
    frame.leavesImage ? frame.width : shape.inWidth,
    shape.inChannels,
  );
  const bytes = 4 * block.images * frame.height * frame.width * shape.inChannels;
  return { frameBytes: frame.leavesImage ? Math.ceil(bytes / 16) * 16 : 0, block };
}
