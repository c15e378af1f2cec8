import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SamplingAttributes } from '@tfjs-stn/core/kernels';
import { paddingNumbers, scratchBytes, type Address, type KernelExports } from '@tfjs-stn/kernels';

import type { Workspace } from '../runtime/kernel-memory.js';

/** One call of a sampling kernel, forward or backward, on a whole batch. */
export interface SamplingCall {
  readonly attributes: SamplingAttributes;
  /** `[batch, height, width, channels]` */
  readonly imageShape: readonly number[];
  readonly field: TensorInfo;
}

/** Everything that a kernel takes for one item of the batch. */
export interface SamplingItem {
  readonly kernels: KernelExports;
  readonly task: number;
  readonly scratch: Address;
  readonly image: Address;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly field: Address;
  readonly fieldGradient: Address;
  readonly output: Address;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly alignCorners: boolean;
  readonly padding: number;
  readonly fill: Address;
}

/** How a kind of field calls its kernel. */
export interface FieldSource {
  /** Bytes of one item's field. */
  fieldBytes(call: SamplingCall): number;
  sample(item: SamplingItem): void;
}

/** Addresses of the tensors of a batch. */
export interface BatchAddresses {
  readonly image: Address;
  readonly field: Address;
  readonly output: Address;
  /** Of the first item's, or 0 where none is wanted. */
  readonly fieldGradient: Address;
  readonly fieldGradientBytes: number;
}

/** Images in the output: the batch of the image, or the field's where the image serves them all. */
function outputBatch({ imageShape, field }: SamplingCall): number {
  return imageShape[0] === 1 ? (field.shape[0] as number) : (imageShape[0] as number);
}

/** `[batch, outHeight, outWidth, channels]` */
export function outputShape(call: SamplingCall): number[] {
  return [outputBatch(call), ...call.attributes.outputSize, call.imageShape[3] as number];
}

/** Bytes to work in: the kernel's own, and a fill value per channel behind them. */
export function scratchSize({ imageShape }: SamplingCall): number {
  return scratchBytes + (imageShape[3] as number) * 4;
}

/** Runs a kernel on every item; a batch of 1 on either side is read, or added to, every time. */
export function sampleBatch(
  source: FieldSource,
  task: number,
  call: SamplingCall,
  { kernels, scratch, buffer }: Workspace,
  addresses: BatchAddresses,
): void {
  const { attributes, imageShape, field } = call;
  const [imageBatch, height, width, channels] = imageShape as [number, number, number, number];
  const [outHeight, outWidth] = attributes.outputSize;
  const imageStride = imageBatch === 1 ? 0 : height * width * channels * 4;
  const outputStride = outHeight * outWidth * channels * 4;
  const fieldStride = field.shape[0] === 1 ? 0 : source.fieldBytes(call);
  const gradientStride = field.shape[0] === 1 ? 0 : addresses.fieldGradientBytes;
  const fill = writeFill(attributes, buffer, scratch + scratchBytes, channels);
  const batch = outputBatch(call);
  for (let n = 0; n < batch; n++) {
    source.sample({
      kernels,
      task,
      scratch,
      image: addresses.image + n * imageStride,
      height,
      width,
      channels,
      field: addresses.field + n * fieldStride,
      fieldGradient: addresses.fieldGradient + n * gradientStride,
      output: addresses.output + n * outputStride,
      outHeight,
      outWidth,
      alignCorners: attributes.alignCorners,
      padding: paddingNumbers[attributes.padding] as number,
      fill,
    });
  }
}

/** Puts the fill values where the kernel reads them; 0 stands for none, so that nothing is added. */
function writeFill(
  { fillValue }: SamplingAttributes,
  buffer: ArrayBufferLike,
  address: Address,
  channels: number,
): Address {
  const values = new Float32Array(buffer, address, channels);
  if (typeof fillValue === 'number') values.fill(fillValue);
  else values.set(fillValue);
  return values.every((value) => value === 0) ? 0 : address;
}
