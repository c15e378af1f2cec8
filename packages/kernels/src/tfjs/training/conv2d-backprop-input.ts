import {
  backend_util,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import { convCall, PANEL_TAPS, PIXEL_BLOCK_BYTES } from '../../abi.generated.js';
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
import { itemTask } from './item-task.js';
import { defineTrainingKernel, type TrainingKernel } from './training-kernel.js';

interface Inputs extends NamedTensorInfoMap {
  readonly dy: TensorInfo;
  readonly filter: TensorInfo;
}

/** Bytes of dy and dx that a block of rows may take: well within the L2 cache. */
const blockBytes = 64 * 1024;
/**
 * `[batch, height, width, inChannels]`, the gradient of `tf.conv2d` by its input, from dy
 * `[batch, outHeight, outWidth, outChannels]` and the filter; also `tf.conv2dTranspose`.
 */
export const conv2dBackpropInput: TrainingKernel = defineTrainingKernel<
  Inputs,
  Dilated<Conv2DBackpropInputAttrs>
>(Conv2DBackpropInput, ({ inputs: { dy, filter }, attributes }) => {
  const { inputShape, strides, pad, dilations = 1, dimRoundingMode } = attributes;
  assertChannelsLast(Conv2DBackpropInput, attributes);
  assertFloat32(Conv2DBackpropInput, 'filter', filter);
  const info = backend_util.computeConv2DInfo(
    inputShape,
    filter.shape as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  const shape = convShape(Conv2DBackpropInput, info, dy);
  const packedBytes = 4 * packedSize(shape);
  const frame = frameOf(shape);
  // A panel may extend past the last row.
  const frameBytes = 4 * (frame.height * frame.width * shape.inChannels + PANEL_TAPS);
  const bytes = itemBytes(shape);
  const rows = blockRows(shape, frame.width);
  return itemTask({
    name: Conv2DBackpropInput,
    inputs: [dy, filter],
    outputShape: inputShape,
    work: convWork(shape),
    batch: shape.batch,
    kernel: 'conv2d_backprop_input_f32',
    layout: convCall,
    sliceBytes: PIXEL_BLOCK_BYTES + Math.ceil((packedBytes + frameBytes) / 16) * 16,
    values: ({ inputs: [dy = 0, filter = 0], output }, items, scratch) =>
      convValues(shape, items, {
        x: output + items.begin * bytes.x,
        dy: dy + items.begin * bytes.dy,
        filter,
        block: scratch,
        packed: scratch + PIXEL_BLOCK_BYTES,
        frame: scratch + PIXEL_BLOCK_BYTES + packedBytes,
        blockImages: 1,
        blockRows: rows,
      }),
  });
});

/** Floats of the filter in panels, as in assembly/training/pack-filter.ts. */
function packedSize(shape: ConvShape): number {
  const { filterHeight, filterWidth, inChannels, outChannels, dilationWidth } = shape;
  const runs = dilationWidth === 1 ? 1 : filterWidth;
  const taps = (filterWidth / runs) * inChannels;
  return filterHeight * runs * Math.ceil(taps / PANEL_TAPS) * PANEL_TAPS * outChannels;
}

/** A multiple of four where it can be: the kernel takes rows in four bands. */
function blockRows(shape: ConvShape, width: number): number {
  const { inChannels, outChannels, outWidth, strideHeight } = shape;
  const rowBytes = 4 * (width * inChannels * strideHeight + outWidth * outChannels);
  return Math.max(4, Math.floor(blockBytes / rowBytes / 4) * 4);
}
