import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { ShapeError } from '@tfjs-stn/core/errors';
import type { poolCall } from '../../abi.generated.js';
import type { CallValues } from '../../write-call.js';

import type { Range } from '../split-range.js';
import { assertFloat32 } from './assert-float32.js';

type PoolValues = CallValues<typeof poolCall>;

/** A pooling's sizes, in pixels: the words of a call without addresses. */
export type PoolShape = {
  readonly [Size in Exclude<keyof PoolValues, 'x' | 'dy' | 'dx'>]: number;
};

/** The arguments of a kernel for some of the items. */
export function poolValues(
  shape: PoolShape,
  { begin, end }: Range,
  addresses: Omit<PoolValues, keyof PoolShape>,
): PoolValues {
  return Object.assign({}, shape, addresses, { batch: end - begin });
}

/** The attributes that tfjs's pooling gradients share. */
export interface PoolAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof backend_util.computePool2DInfo>[4];
}

/**
 * Checks a gradient against its pooling. The size of the output is dy's: tfjs's gradients lose
 * `dimRoundingMode` on the way.
 */
export function poolShape(
  operation: string,
  { filterSize, strides, pad }: PoolAttributes,
  input: TensorInfo,
  dy: TensorInfo,
): PoolShape {
  assertFloat32(operation, 'x', input);
  assertFloat32(operation, 'dy', dy);
  const inShape = input.shape as [number, number, number, number];
  const info = backend_util.computePool2DInfo(inShape, filterSize, strides, 1, pad);
  const { batchSize, inChannels, padInfo } = info;
  const [batch = 0, outHeight = 0, outWidth = 0, channels = 0] = dy.shape;
  if (dy.shape.length !== 4 || batch !== batchSize || channels !== inChannels) {
    const rule = `dy must be [${batchSize}, outHeight, outWidth, ${inChannels}]`;
    throw new ShapeError(operation, rule, dy.shape);
  }
  const { inHeight, inWidth, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  return {
    batch,
    inHeight,
    inWidth,
    channels,
    outHeight,
    outWidth,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    padTop: padInfo.top,
    padLeft: padInfo.left,
  };
}

/** Bytes of an item of the input, and of the output. */
export function poolItemBytes(shape: PoolShape): { readonly x: number; readonly dy: number } {
  const { inHeight, inWidth, channels, outHeight, outWidth } = shape;
  return { x: 4 * inHeight * inWidth * channels, dy: 4 * outHeight * outWidth * channels };
}
