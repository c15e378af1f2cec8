import { OptionError } from '@tfjs-stn/core/errors';
import type { SamplingAttributes } from '@tfjs-stn/core/kernels';

import { fieldNumbers, paddingNumbers, samplerNumbers, type Address } from '../../abi.js';
import type { SamplingCall } from '../../sampling-call.js';
import { itemSize, outputShape, termsOf, type SamplingProblem } from './sampling-problem.js';
import type { SamplingShare } from './sampling-share.js';

/** Addresses of the tensors of a batch. */
export interface BatchAddresses {
  readonly image: Address;
  readonly output: Address;
  readonly source: Address;
  readonly basis: Address;
  readonly gradient?: GradientAddress;
}

/** Where the field's gradient gathers. */
export interface GradientAddress {
  readonly address: Address;
  /** Bytes from one item to the next. */
  readonly stride: number;
  /** Rows that have sums of their own, and the bytes from these to those of the next rows. */
  readonly bands?: { readonly rows: number; readonly stride: number };
}

type Described<Word extends keyof SamplingCall> = Pick<SamplingCall, Word>;

/**
 * What is sampled, and how.
 *
 * @throws OptionError if a sampler that names the bicubic kernel does not say its `a`
 */
export function describeProblem({
  name,
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
> {
  const [outHeight, outWidth] = attributes.outputSize;
  return {
    sampler: samplerNumbers[attributes.sampler.fastKernel as string] as number,
    field: fieldNumbers[field.kind],
    padding: paddingNumbers[attributes.padding] as number,
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

/** The items and rows of a share; a batch of 1 is read, or added to, every time. */
export function describeShare(
  problem: SamplingProblem,
  { items, rows, imageRows }: SamplingShare,
  { image, output, source, basis, gradient = { address: 0, stride: 0 } }: BatchAddresses,
): Omit<SamplingCall, keyof ReturnType<typeof describeProblem> | 'task' | Lent> {
  const { imageShape, field } = problem;
  const imageStride = strideOf(imageShape) * 4;
  const outputStride = itemSize(outputShape(problem), 1) * 4;
  const sourceStride = strideOf(field.source.shape) * 4;
  return {
    image: image + items.begin * imageStride,
    output: output + items.begin * outputStride,
    source: source + items.begin * sourceStride,
    basis,
    gradient: gradient.address + items.begin * gradient.stride,
    batch: items.end - items.begin,
    imageStride,
    outputStride,
    sourceStride,
    gradientStride: gradient.stride,
    rowBegin: rows.begin,
    rowEnd: rows.end,
    bandRows: gradient.bands?.rows ?? 0,
    bandStride: gradient.bands?.stride ?? 0,
    imageRowBegin: imageRows?.begin ?? 0,
    imageRowEnd: imageRows?.end ?? (imageShape[1] as number),
  };
}

/** What the caller lends. */
type Lent = 'fill' | 'sink' | 'scratch';

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
