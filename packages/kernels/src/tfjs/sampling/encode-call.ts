import { samplerNumbers, samplingCall, type taskNumbers } from '../../abi.generated.js';
import type { Address, SamplingCall } from '../../abi.js';
import { lanczosTable, lanczosTableSize } from '../../lanczos-table.js';
import { samplingWorkspace } from '../../sampling-workspace.js';
import { writeWords } from '../../write-call.js';
import type { KernelPlan, KernelSlice, Workspace } from '../kernel-runner.js';
import { encodeProblem } from './encode-problem.js';
import {
  itemSize,
  outputShape,
  pointsShape,
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
        const own: Pick<SamplingCall, 'task' | OfSlice> = {
          task,
          fill,
          sink,
          scratch,
          table,
          tapRows,
        };
        const ofSlice = encodeSlice(problem, slice, batch);
        writeWords(buffer, begin + at.call, samplingCall, own, common, ofSlice);
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

/** Where the field's gradient is accumulated. */
interface GradientAddress {
  /** That of the window. */
  readonly address: Address;
  /** Bytes of each point, where every point has its own. */
  readonly pointBytes?: number;
  /** Bytes from one item to the next. */
  readonly stride: number;
  /** Rows per band of sums, and the bytes from one band's sums to the next. */
  readonly bands?: { readonly rows: number; readonly stride: number };
}

/** The items and rows of a slice; a batch of 1 is read, or added to, every time. */
function encodeSlice(
  problem: SamplingProblem,
  slice: SamplingSlice,
  addresses: BatchAddresses,
): Omit<SamplingCall, keyof ReturnType<typeof encodeProblem> | 'task' | OfSlice> {
  const { items, rows, imageRows } = slice;
  const { imageShape, field } = problem;
  const { image, source, basis, initial = 0, ofWindow, gradient } = addresses;
  const { bands } = gradient ?? {};
  const imageStride = strideOf(imageShape) * 4;
  const sourceStride = strideOf(field.source.shape) * 4;
  const item = items.begin - windowOf(problem).items.begin;
  return {
    image: image + (ofWindow === 'image' ? item : items.begin) * imageStride,
    initial: initial === 0 ? 0 : initial + item * imageStride,
    source: source + items.begin * sourceStride,
    basis,
    ...encodePoints(problem, slice, addresses),
    weightsRow: 0,
    batch: items.end - items.begin,
    imageStride,
    sourceStride,
    gradientStride: gradient?.stride ?? 0,
    rowBegin: rows.begin,
    rowEnd: rows.end,
    bandRows: bands?.rows ?? 0,
    bandStride: bands?.stride ?? 0,
    imageRowBegin: imageRows?.begin ?? 0,
    imageRowEnd: imageRows?.end ?? (imageShape[1] as number),
  };
}

/** What has a place for every point. Of a window alone it is addressed as if all rows above were there. */
function encodePoints(
  problem: SamplingProblem,
  { items, rows }: SamplingSlice,
  { output, weights = 0, gradient = { address: 0, stride: 0 }, ofWindow }: BatchAddresses,
): Pick<
  SamplingCall,
  'output' | 'outputStride' | 'gradient' | 'weights' | 'weightsStride' | 'axisStride'
> {
  const window = windowOf(problem);
  const points = pointsShape(problem);
  const outWidth = points[2] as number;
  const [item, above] = [items.begin - window.items.begin, window.rows.begin * outWidth];
  const pixelBytes = (problem.imageShape[3] as number) * 4;
  const isPart = ofWindow === 'output';
  const shape = isPart ? windowShape(problem, 1) : outputShape(problem);
  const outputStride = (shape[1] as number) * outWidth * pixelBytes;
  const weightsStride = strideOf(points) * 4;
  const { address, stride, bands, pointBytes = 0 } = gradient;
  const bandOffset = bands ? ((rows.begin - window.rows.begin) / bands.rows) * bands.stride : 0;
  return {
    output:
      output + (isPart ? item : items.begin) * outputStride - (isPart ? above * pixelBytes : 0),
    outputStride,
    gradient: address + item * stride + bandOffset - above * pointBytes,
    weights: weights + item * weightsStride - above * 4,
    weightsStride,
    axisStride: itemSize(points, 0) * 4,
  };
}

/** Addresses in a slice's own workspace. */
type OfSlice = 'fill' | 'sink' | 'scratch' | 'table' | 'tapRows';

/** Floats from one item to the next; 0 if one item is shared by all. */
export function strideOf(shape: readonly number[]): number {
  return shape[0] === 1 ? 0 : itemSize(shape, 1);
}
