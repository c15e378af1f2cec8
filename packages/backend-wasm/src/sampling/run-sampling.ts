import type { SamplingAttributes } from '@tfjs-stn/core/kernels';
import {
  fieldNumbers,
  paddingNumbers,
  samplerNumbers,
  samplingWorkspace,
  writeSamplingCall,
  type Address,
} from '@tfjs-stn/kernels';

import type { Workspace } from '../runtime/kernel-memory.js';
import { itemSize, outputShape, termsOf, type SamplingProblem } from './sampling-problem.js';

/** Addresses of the tensors of a batch. */
export interface BatchAddresses {
  readonly image: Address;
  readonly output: Address;
  readonly source: Address;
  readonly basis: Address;
  /** Where the field's gradient gathers, and the bytes of one number there. */
  readonly gradient?: { readonly address: Address; readonly elementBytes: number };
}

/** Bytes that `runSampling` works in. */
export function samplingBytes({ imageShape, field }: SamplingProblem): number {
  return samplingWorkspace(imageShape[3] as number, termsOf(field)).bytes;
}

/** Runs a kernel on every item; a batch of 1 on either side is read, or added to, every time. */
export function runSampling(
  { kernels, scratch, buffer }: Workspace,
  task: number,
  problem: SamplingProblem,
  addresses: BatchAddresses,
): void {
  const { attributes, imageShape, field } = problem;
  const [imageBatch, height, width, channels] = imageShape as [number, number, number, number];
  const [outHeight, outWidth] = attributes.outputSize;
  const terms = termsOf(field);
  const at = samplingWorkspace(channels, terms);
  const sourceSize = field.source.shape[0] === 1 ? 0 : itemSize(field.source.shape, 1);
  writeFill(attributes, buffer, scratch + at.fill, channels);
  writeSamplingCall(buffer, scratch + at.call, {
    task,
    sampler: samplerNumbers[attributes.sampler.fastKernel as string] as number,
    field: fieldNumbers[field.kind],
    padding: paddingNumbers[attributes.padding] as number,
    alignCorners: attributes.alignCorners,
    cubic: cubicParameter(attributes),
    image: addresses.image,
    height,
    width,
    channels,
    output: addresses.output,
    outHeight,
    outWidth,
    source: addresses.source,
    basis: addresses.basis,
    terms,
    gradient: addresses.gradient?.address ?? 0,
    batch: outputShape(problem)[0] as number,
    imageStride: imageBatch === 1 ? 0 : height * width * channels * 4,
    outputStride: outHeight * outWidth * channels * 4,
    sourceStride: sourceSize * 4,
    gradientStride: sourceSize * (addresses.gradient?.elementBytes ?? 0),
    rowBegin: 0,
    rowEnd: outHeight,
    fill: scratch + at.fill,
    sink: scratch + at.sink,
    scratch: scratch + at.scratch,
  });
  kernels.sample_f32(scratch + at.call);
}

function cubicParameter({ sampler }: SamplingAttributes): number {
  const { a } = sampler.config;
  return typeof a === 'number' ? a : 0;
}

function writeFill(
  { fillValue }: SamplingAttributes,
  buffer: ArrayBufferLike,
  address: Address,
  channels: number,
): void {
  const values = new Float32Array(buffer, address, channels);
  if (typeof fillValue === 'number') values.fill(fillValue);
  else values.set(fillValue);
}
