import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';
import type { convCall } from '../../abi.generated.js';
import type { CallValues } from '../../write-call.js';

import type { Range } from '../split-range.js';
import { assertFloat32 } from './assert-float32.js';

/** The sizes of a convolution that its gradients need, in pixels. */
export interface ConvShape {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/**
 * Checks a gradient against its convolution.
 *
 * The size of the output is dy's: tfjs's gradients lose `dimRoundingMode` on the way, so that what
 * they would compute can differ.
 */
export function convShape(
  operation: string,
  info: backend_util.Conv2DInfo,
  dy: TensorInfo,
): ConvShape {
  const { batchSize, inChannels, outChannels, filterShape, padInfo } = info;
  assertFloat32(operation, 'dy', dy);
  const [batch = 0, outHeight = 0, outWidth = 0, channels = 0] = dy.shape;
  if (dy.shape.length !== 4 || batch !== batchSize || channels !== outChannels) {
    const rule = `dy must be [${batchSize}, outHeight, outWidth, ${outChannels}]`;
    throw new ShapeError(operation, rule, dy.shape);
  }
  if (filterShape[2] !== inChannels) {
    const rule = `the filter must be [height, width, ${inChannels}, channels]`;
    throw new ShapeError(operation, rule, filterShape);
  }
  if (padInfo.top < 0 || padInfo.left < 0) {
    const got = `[${padInfo.top}, ${padInfo.left}]`;
    throw new OptionError(operation, `padding must not be negative, got ${got}`);
  }
  return {
    batch,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    inChannels,
    outHeight,
    outWidth,
    outChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    padTop: padInfo.top,
    padLeft: padInfo.left,
  };
}

/** @throws OptionError for NCHW */
export function assertChannelsLast(
  operation: string,
  { dataFormat }: { readonly dataFormat: string },
): void {
  if (dataFormat !== 'NCHW') return;
  throw new OptionError(operation, "dataFormat must be 'NHWC', got 'NCHW'");
}

type ConvValues = CallValues<typeof convCall>;

/** The arguments of a kernel for some of the items. */
export function convValues(
  shape: ConvShape,
  { begin, end }: Range,
  others: Omit<ConvValues, keyof ConvShape>,
): ConvValues {
  // Spreading would take twenty times as long with so many words.
  return Object.assign({}, shape, others, { batch: end - begin });
}

/** Multiplications of a convolution or a gradient of it. */
export function convWork(shape: ConvShape, inChannels: number = shape.inChannels): number {
  const { batch, outHeight, outWidth, outChannels, filterHeight, filterWidth } = shape;
  return batch * outHeight * outWidth * outChannels * filterHeight * filterWidth * inChannels;
}

/** Bytes of an item of the input, and of the output. */
export function itemBytes(shape: ConvShape): { readonly x: number; readonly dy: number } {
  return {
    x: 4 * shape.inHeight * shape.inWidth * shape.inChannels,
    dy: 4 * shape.outHeight * shape.outWidth * shape.outChannels,
  };
}
