import { OptionError } from '@tfjs-stn/core/errors';
import type { SamplingAttributes } from '@tfjs-stn/core/kernels';

import {
  fieldNumbers,
  paddingNumbers,
  samplerNumbers,
  samplingCall,
  type taskNumbers,
} from '../../abi.generated.js';
import type { Address, SamplingCall } from '../../abi.js';
import { samplingWorkspace } from '../../sampling-workspace.js';
import { writeCall } from '../../write-call.js';
import type { KernelPlan, KernelSlice, Workspace } from '../kernel-runner.js';
import { itemSize, outputShape, termsOf, type SamplingProblem } from './sampling-problem.js';
import type { SamplingSlice } from './sampling-slices.js';

/** One task of the sampling kernel, divided into slices. */
export interface SamplingPlan extends Omit<KernelPlan, 'scratchBytes' | 'encode'> {
  readonly task: (typeof taskNumbers)[keyof typeof taskNumbers];
  readonly slices: readonly SamplingSlice[];
  /** Bytes at the beginning of the scratch for what `addresses` puts there, a multiple of 16. */
  readonly ownBytes?: number;
  addresses(workspace: Workspace): BatchAddresses;
}

/** A plan with one call of the sampling kernel, and a workspace, for each slice. */
export function samplingPlan(
  problem: SamplingProblem,
  { task, slices, ownBytes = 0, addresses, ...plan }: SamplingPlan,
): KernelPlan {
  const at = samplingWorkspace(problem.imageShape[3] as number, termsOf(problem.field));
  const common = encodeProblem(problem);
  return {
    ...plan,
    scratchBytes: ownBytes + slices.length * at.bytes,
    encode(workspace) {
      const { buffer } = workspace;
      const batch = addresses(workspace);
      return slices.map((slice, index): KernelSlice => {
        const begin = workspace.scratch + ownBytes + index * at.bytes;
        const [fill, sink, scratch] = [begin + at.fill, begin + at.sink, begin + at.scratch];
        writeFill(problem, buffer, fill);
        const own = { task, fill, sink, scratch };
        // Spreading would take twenty times as long with so many words.
        const values = Object.assign(own, common, encodeSlice(problem, slice, batch));
        writeCall(buffer, begin + at.call, samplingCall, values);
        return [{ kernel: 'sample_f32', address: begin + at.call }];
      });
    },
  };
}

function writeFill(
  { attributes: { fillValue }, imageShape }: SamplingProblem,
  buffer: ArrayBufferLike,
  address: Address,
): void {
  const values = new Float32Array(buffer, address, imageShape[3]);
  if (typeof fillValue === 'number') values.fill(fillValue);
  else values.set(fillValue);
}

/** Addresses of the tensors of a batch. */
interface BatchAddresses {
  readonly image: Address;
  readonly output: Address;
  readonly source: Address;
  readonly basis: Address;
  readonly gradient?: GradientAddress;
}

/** Where the field's gradient is accumulated. */
interface GradientAddress {
  readonly address: Address;
  /** Bytes from one item to the next. */
  readonly stride: number;
  /** Rows per band of sums, and the bytes from one band's sums to the next. */
  readonly bands?: { readonly rows: number; readonly stride: number };
}

/**
 * What is sampled, and how.
 *
 * @throws OptionError if a sampler names the bicubic kernel without `config.a`
 */
export function encodeProblem({
  name,
  attributes,
  imageShape,
  field,
}: SamplingProblem): Pick<
  SamplingCall,
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
> {
  const [outHeight, outWidth] = attributes.outputSize;
  return {
    sampler: samplerNumbers[attributes.sampler.fastKernel as string] as number,
    field: fieldNumbers[field.kind],
    padding: paddingNumbers[attributes.padding],
    alignCorners: attributes.alignCorners,
    cubic: cubicParameter(name, attributes),
    height: imageShape[1] as number,
    width: imageShape[2] as number,
    channels: imageShape[3] as number,
    outHeight,
    outWidth,
    terms: termsOf(field),
  };
}

/** The items and rows of a slice; a batch of 1 is read, or added to, every time. */
function encodeSlice(
  problem: SamplingProblem,
  { items, rows, imageRows }: SamplingSlice,
  { image, output, source, basis, gradient = { address: 0, stride: 0 } }: BatchAddresses,
): Omit<SamplingCall, keyof ReturnType<typeof encodeProblem> | 'task' | OfSlice> {
  const { imageShape, field } = problem;
  const imageStride = strideOf(imageShape) * 4;
  const outputStride = itemSize(outputShape(problem), 1) * 4;
  const sourceStride = strideOf(field.source.shape) * 4;
  const { bands } = gradient;
  const bandOffset = bands ? (rows.begin / bands.rows) * bands.stride : 0;
  return {
    image: image + items.begin * imageStride,
    output: output + items.begin * outputStride,
    source: source + items.begin * sourceStride,
    basis,
    gradient: gradient.address + items.begin * gradient.stride + bandOffset,
    batch: items.end - items.begin,
    imageStride,
    outputStride,
    sourceStride,
    gradientStride: gradient.stride,
    rowBegin: rows.begin,
    rowEnd: rows.end,
    bandRows: bands?.rows ?? 0,
    bandStride: bands?.stride ?? 0,
    imageRowBegin: imageRows?.begin ?? 0,
    imageRowEnd: imageRows?.end ?? (imageShape[1] as number),
  };
}

/** Addresses in a slice's own workspace. */
type OfSlice = 'fill' | 'sink' | 'scratch';

/** Floats from one item to the next; 0 if one item is shared by all. */
export function strideOf(shape: readonly number[]): number {
  return shape[0] === 1 ? 0 : itemSize(shape, 1);
}

/** The `a` of bicubic; other kernels ignore this number. */
function cubicParameter(operation: string, { sampler }: SamplingAttributes): number {
  if (sampler.fastKernel !== 'bicubic') return 0;
  const { a } = sampler.config;
  if (typeof a === 'number') return a;
  throw new OptionError(
    operation,
    `sampler '${sampler.name}' with fastKernel 'bicubic' must have a number as config.a, got ${JSON.stringify(a)}. Leave fastKernel out for weights of its own`,
  );
}
