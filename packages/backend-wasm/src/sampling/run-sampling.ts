import type { SamplingAttributes } from '@tfjs-stn/core/kernels';
import {
  fieldNumbers,
  paddingNumbers,
  samplerNumbers,
  samplingWorkspace,
  writeSamplingCall,
  type Address,
  type SamplingCall,
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
  const channels = problem.imageShape[3] as number;
  const at = samplingWorkspace(channels, termsOf(problem.field));
  writeFill(problem.attributes, buffer, scratch + at.fill, channels);
  writeSamplingCall(buffer, scratch + at.call, {
    task,
    ...describeProblem(problem),
    ...describeStrides(problem, addresses),
    image: addresses.image,
    output: addresses.output,
    source: addresses.source,
    basis: addresses.basis,
    gradient: addresses.gradient?.address ?? 0,
    fill: scratch + at.fill,
    sink: scratch + at.sink,
    scratch: scratch + at.scratch,
  });
  kernels.sample_f32(scratch + at.call);
}

type Described<Word extends keyof SamplingCall> = Pick<SamplingCall, Word>;

/** What is sampled, and how. */
function describeProblem({
  attributes,
  imageShape,
  field,
}: SamplingProblem): Described<
  | 'sampler'
  | 'field'
  | 'padding'
  | 'alignCorners'
  | 'cubic'
  | 'height'
  | 'width'
  | 'channels'
  | 'outHeight'
  | 'outWidth'
  | 'terms'
  | 'rowBegin'
  | 'rowEnd'
  | 'imageRowBegin'
  | 'imageRowEnd'
> {
  const [outHeight, outWidth] = attributes.outputSize;
  return {
    sampler: samplerNumbers[attributes.sampler.fastKernel as string] as number,
    field: fieldNumbers[field.kind],
    padding: paddingNumbers[attributes.padding] as number,
    alignCorners: attributes.alignCorners,
    cubic: cubicParameter(attributes),
    height: imageShape[1] as number,
    width: imageShape[2] as number,
    channels: imageShape[3] as number,
    outHeight,
    outWidth,
    terms: termsOf(field),
    rowBegin: 0,
    rowEnd: outHeight,
    imageRowBegin: 0,
    imageRowEnd: imageShape[1] as number,
  };
}

/** Items, and the bytes from one to the next. */
function describeStrides(
  problem: SamplingProblem,
  { gradient }: BatchAddresses,
): Described<'batch' | 'imageStride' | 'outputStride' | 'sourceStride' | 'gradientStride'> {
  const output = outputShape(problem);
  const sourceSize = strideOf(problem.field.source.shape);
  return {
    batch: output[0] as number,
    imageStride: strideOf(problem.imageShape) * 4,
    outputStride: itemSize(output, 1) * 4,
    sourceStride: sourceSize * 4,
    gradientStride: sourceSize * (gradient?.elementBytes ?? 0),
  };
}

/** Floats from one item to the next; 0 where one serves them all. */
function strideOf(shape: readonly number[]): number {
  return shape[0] === 1 ? 0 : itemSize(shape, 1);
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
