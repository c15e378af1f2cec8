import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SamplingAttributes } from '@tfjs-stn/core/kernels';

/** A field as kernels receive it. */
export interface KernelField {
  readonly kind: 'homography' | 'grid' | 'basis';
  /** The tensor that differs from item to item: matrix, grid or coefficients. */
  readonly source: TensorInfo;
  /** `[outHeight · outWidth, terms]`, for fields of kind `basis` alone. */
  readonly basis?: TensorInfo;
}

/** One call of a sampling kernel, forward or backward, on a whole batch. */
export interface SamplingProblem {
  /** tfjs's name of the kernel, for errors. */
  readonly name: string;
  readonly attributes: SamplingAttributes;
  /** `[batch, height, width, channels]` */
  readonly imageShape: readonly number[];
  readonly field: KernelField;
}

/** Columns of the basis; 0 without one. */
export function termsOf({ basis }: KernelField): number {
  return basis?.shape[1] ?? 0;
}

/** The tensors of a field, in the order of the kernels' inputs. */
export function fieldInputs({ source, basis }: KernelField): TensorInfo[] {
  return basis ? [source, basis] : [source];
}

/** The product of a shape's lengths from one axis on. */
export function itemSize(shape: readonly number[], from: number): number {
  return shape.slice(from).reduce((product, length) => product * length, 1);
}

/** The output's batch: that of the image, or of the field if one image is shared. */
export function outputBatch({ imageShape, field }: SamplingProblem): number {
  return (imageShape[0] === 1 ? field.source.shape[0] : imageShape[0]) as number;
}

/** `[batch, outHeight, outWidth, channels]` */
export function outputShape(problem: SamplingProblem): number[] {
  const channels = problem.imageShape[3] as number;
  return [outputBatch(problem), ...problem.attributes.outputSize, channels];
}

/** Approximate number of multiplications: coordinates and weights of each point, and its neighbours. */
export function samplingWork(problem: SamplingProblem): number {
  const { attributes, field, imageShape } = problem;
  const { taps } = attributes.sampler;
  const [outHeight, outWidth] = attributes.outputSize;
  const points = outputBatch(problem) * outHeight * outWidth;
  return points * (16 + 2 * termsOf(field) + taps * taps * (imageShape[3] as number));
}
