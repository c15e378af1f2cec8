import {
  backend_util,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import { assertFloat32 } from './assert-float32.js';
import {
  assertChannelsLast,
  convArguments,
  convShape,
  convWork,
  itemBytes,
  type ConvShape,
} from './conv-shape.js';
import type { Dilated } from './dilated.js';
import { frameOf } from './frame.js';
import { itemJob } from './item-job.js';
import { defineTrainingKernel, type TrainingKernel } from './training-kernel.js';

interface Inputs extends NamedTensorInfoMap {
  readonly dy: TensorInfo;
  readonly filter: TensorInfo;
}

/** Bytes of dy and dx that a block of rows may take: well within a second-level cache. */
const blockBytes = 64 * 1024;
/** Floats of a panel that go past the last row of a frame at most, rounded up. */
const slack = 8;

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
  const frameBytes = 4 * (frame.height * frame.width * shape.inChannels + slack);
  const bytes = itemBytes(shape);
  return itemJob({
    name: Conv2DBackpropInput,
    inputs: [dy, filter],
    outputShape: inputShape,
    work: convWork(shape),
    batch: shape.batch,
    partBytes: Math.ceil((packedBytes + frameBytes) / 16) * 16,
    call: ({ inputs: [dyAt = 0, filterAt = 0], output }, items, scratch) => ({
      kernel: 'conv2d_backprop_input_f32',
      arguments: [
        dyAt + items.begin * bytes.dy,
        filterAt,
        output + items.begin * bytes.x,
        scratch,
        scratch + packedBytes,
        blockRows(shape, frame.width),
        ...convArguments(shape, items),
      ],
    }),
  });
});

/** Floats of the filter in panels of eight taps; as in assembly/training/pack-filter.ts. */
function packedSize(shape: ConvShape): number {
  const { filterHeight, filterWidth, inChannels, outChannels, dilationWidth } = shape;
  const runs = dilationWidth === 1 ? 1 : filterWidth;
  const taps = (filterWidth / runs) * inChannels;
  return filterHeight * runs * Math.ceil(taps / 8) * 8 * outChannels;
}

/** A multiple of four where it can be: the kernel takes rows in four bands. */
function blockRows(shape: ConvShape, width: number): number {
  const { inChannels, outChannels, outWidth, strideHeight } = shape;
  const rowBytes = 4 * (width * inChannels * strideHeight + outWidth * outChannels);
  return Math.max(4, Math.floor(blockBytes / rowBytes / 4) * 4);
}
