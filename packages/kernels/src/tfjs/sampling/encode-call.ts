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
import { lanczosTable, lanczosTableSize, mostLanczosTaps } from '../../lanczos-table.js';
import { samplingWorkspace } from '../../sampling-workspace.js';
import { writeCall } from '../../write-call.js';
import type { KernelPlan, KernelSlice, Workspace } from '../kernel-runner.js';
import {
  itemSize,
  outputShape,
  pointsShape,
  samplerNumber,
  termsOf,
  windowOf,
  windowShape,
  type SamplingProblem,
} from './sampling-problem.js';
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
  const common = encodeProblem(problem);
  const { channels, terms, taps } = common;
  const at = samplingWorkspace(channels, terms, taps);
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
        const [table, tapRows] = [begin + at.table, begin + at.tapRows];
        if (common.sampler === samplerNumbers.lanczos) {
          new Float32Array(buffer, table, lanczosTableSize(taps)).set(lanczosTable(taps));
        }
        const own = { task, fill, sink, scratch, table, tapRows };
        // Not by spreading, which takes twenty times as long with so many words.
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
  /** Of the window's weights. */
  readonly weights?: Address;
  /** An image gradient to go on from. */
  readonly initial?: Address;
  /** Which of the two holds the window alone. */
  readonly ofWindow?: 'image' | 'output';
}

/** Where the field's gradient gathers. */
interface GradientAddress {
  /** That of the window. */
  readonly address: Address;
  /** Bytes of each point, where every point has its own. */
  readonly pointBytes?: number;
  /** Bytes from one item to the next. */
  readonly stride: number;
  /** Rows that have sums of their own, and the bytes from these to those of the next rows. */
  readonly bands?: { readonly rows: number; readonly stride: number };
}

/**
 * What is sampled, and how.
 *
 * @throws OptionError if a sampler that names the bicubic kernel does not say its `a`, or one that names
 *   that of Lanczos has taps of which that has none
 */
export function encodeProblem({
  name,
  attributes,
  imageShape,
  field,
}: SamplingProblem): Record<
  | 'sampler'
  | 'field'
  | 'padding'
  | 'cubic'
  | 'taps'
  | 'height'
  | 'width'
  | 'channels'
  | 'outHeight'
  | 'outWidth'
  | 'terms',
  number
> & { alignCorners: boolean } {
  const [outHeight, outWidth] = attributes.outputSize;
  return {
    sampler: samplerNumber(attributes.sampler),
    field: fieldNumbers[field.kind],
    padding: paddingNumbers[attributes.padding],
    alignCorners: attributes.alignCorners,
    cubic: cubicParameter(name, attributes),
    taps: tapsOf(name, attributes),
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
  { image, output, source, basis, ...rest }: BatchAddresses,
): Omit<SamplingCall, keyof ReturnType<typeof encodeProblem> | 'task' | OfSlice> {
  const { gradient = { address: 0, stride: 0 }, weights = 0, initial = 0, ofWindow } = rest;
  const { imageShape, field } = problem;
  const window = windowOf(problem);
  const points = pointsShape(problem);
  const outWidth = points[2] as number;
  // What holds the window alone is addressed as if the rows above it were there, too.
  const [item, above] = [items.begin - window.items.begin, window.rows.begin * outWidth];
  const imageStride = strideOf(imageShape) * 4;
  const pixelBytes = (imageShape[3] as number) * 4;
  const shape = ofWindow === 'output' ? windowShape(problem, 1) : outputShape(problem);
  const outputStride = (shape[1] as number) * outWidth * pixelBytes;
  const sourceStride = strideOf(field.source.shape) * 4;
  const weightsStride = strideOf(points) * 4;
  const { bands, pointBytes = 0 } = gradient;
  const bandOffset = bands ? ((rows.begin - window.rows.begin) / bands.rows) * bands.stride : 0;
  return {
    image: image + (ofWindow === 'image' ? item : items.begin) * imageStride,
    output:
      ofWindow === 'output'
        ? output + item * outputStride - above * pixelBytes
        : output + items.begin * outputStride,
    source: source + items.begin * sourceStride,
    basis,
    gradient: gradient.address + item * gradient.stride + bandOffset - above * pointBytes,
    initial: initial === 0 ? 0 : initial + item * imageStride,
    weights: weights + item * weightsStride - above * 4,
    weightsRow: 0,
    batch: items.end - items.begin,
    imageStride,
    outputStride,
    sourceStride,
    gradientStride: gradient.stride,
    weightsStride,
    axisStride: itemSize(points, 0) * 4,
    rowBegin: rows.begin,
    rowEnd: rows.end,
    bandRows: bands?.rows ?? 0,
    bandStride: bands?.stride ?? 0,
    imageRowBegin: imageRows?.begin ?? 0,
    imageRowEnd: imageRows?.end ?? (imageShape[1] as number),
  };
}

/** Addresses in a slice's own workspace. */
type OfSlice = 'fill' | 'sink' | 'scratch' | 'table' | 'tapRows';

/** Floats from one item to the next; 0 where one serves them all. */
export function strideOf(shape: readonly number[]): number {
  return shape[0] === 1 ? 0 : itemSize(shape, 1);
}

/** The kernel's `a`; the other kernels have none and look at no number here. */
function cubicParameter(operation: string, { sampler }: SamplingAttributes): number {
  if (sampler.fastKernel !== 'bicubic') return 0;
  const { a } = sampler.config;
  if (typeof a === 'number') return a;
  throw new OptionError(
    operation,
    `sampler '${sampler.name}' with fastKernel 'bicubic' must have a number as config.a, got ${JSON.stringify(a)}. Leave fastKernel out for weights of its own`,
  );
}

/** Taps of the kernels that can have any number; 0 for the others. */
function tapsOf(operation: string, { sampler }: SamplingAttributes): number {
  const { name, fastKernel, taps } = sampler;
  if (fastKernel === 'lanczos' && (taps % 2 !== 0 || taps > mostLanczosTaps)) {
    throw new OptionError(
      operation,
      `sampler '${name}' with fastKernel 'lanczos' must have an even number of taps up to ${mostLanczosTaps}, got ${taps}. Leave fastKernel out for weights of its own`,
    );
  }
  return samplerNumber(sampler) >= samplerNumbers.lanczos ? taps : 0;
}
