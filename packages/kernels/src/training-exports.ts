import type { Address } from './abi.js';

/** Sizes and steps of a convolution, in the order the kernels take them. */
export type ConvArguments = [
  batch: number,
  inHeight: number,
  inWidth: number,
  inChannels: number,
  outHeight: number,
  outWidth: number,
  outChannels: number,
  filterHeight: number,
  filterWidth: number,
  strideHeight: number,
  strideWidth: number,
  dilationHeight: number,
  dilationWidth: number,
  padTop: number,
  padLeft: number,
];

/** The windows of a pooling, in the order the kernels take them. */
export type PoolArguments = [
  batch: number,
  inHeight: number,
  inWidth: number,
  channels: number,
  outHeight: number,
  outWidth: number,
  filterHeight: number,
  filterWidth: number,
  strideHeight: number,
  strideWidth: number,
  padTop: number,
  padLeft: number,
];

/** The training kernels, as assembly/training defines them. */
export interface TrainingExports {
  conv2d_backprop_filter_f32(
    x: Address,
    dy: Address,
    dw: Address,
    frames: Address,
    blockImages: number,
    blockRows: number,
    ...shape: ConvArguments
  ): void;
  conv2d_backprop_input_f32(
    dy: Address,
    filter: Address,
    dx: Address,
    packed: Address,
    frame: Address,
    blockRows: number,
    ...shape: ConvArguments
  ): void;
  depthwise_conv2d_backprop_filter_f32(
    x: Address,
    dy: Address,
    dw: Address,
    frame: Address,
    blockRows: number,
    ...shape: ConvArguments
  ): void;
  depthwise_conv2d_backprop_input_f32(
    dy: Address,
    filter: Address,
    dx: Address,
    wide: Address,
    ...shape: ConvArguments
  ): void;
  max_pool_grad_f32(x: Address, dy: Address, dx: Address, ...shape: PoolArguments): void;
  avg_pool_grad_f32(dy: Address, dx: Address, ...shape: PoolArguments): void;
  unsorted_segment_sum_f32(
    x: Address,
    ids: Address,
    out: Address,
    count: number,
    width: number,
    segments: number,
  ): void;
  unsorted_segment_sum_i32(
    x: Address,
    ids: Address,
    out: Address,
    count: number,
    width: number,
    segments: number,
  ): void;
}
