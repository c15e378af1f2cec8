import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelSampler } from '@tfjs-stn/core';
import type { SamplingAttributes } from '@tfjs-stn/core/kernels';

import { samplerNumbers } from '../../abi.generated.js';
import type { Range } from '../split-range.js';

/** A field as a kernel gets it. */
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
  /** The part of the output that is worked on; all of it if left out. */
  readonly window?: Window;
  /**
   * `[taps, 2, items, rows, outWidth]` of the field's items and of the rows in the window: weights that
   * the sampler has computed, or the gradients w.r.t. their offsets.
   */
  readonly weights?: TensorInfo;
}

/** Items and rows of the output. */
export interface Window {
  readonly items: Range;
  readonly rows: Range;
}

/** The window of a problem. */
export function windowOf(problem: SamplingProblem): Window {
  return (
    problem.window ?? {
      items: { begin: 0, end: outputBatch(problem) },
      rows: { begin: 0, end: problem.attributes.outputSize[0] },
    }
  );
}

/** How many whole numbers are in a range. */
export function lengthOf({ begin, end }: Range): number {
  return end - begin;
}

/** The kernel that computes a sampler: its own, or the one for every separable sampler. */
export function samplerNumber({ fastKernel = 'separable' }: KernelSampler): number {
  return samplerNumbers[fastKernel] ?? samplerNumbers.separable;
}

/** Columns of the basis; 0 without one. */
export function termsOf({ basis }: KernelField): number {
  return basis?.shape[1] ?? 0;
}

/** The tensors of a field, and weights if there are any, in the order in which kernels get them. */
export function fieldInputs({ field: { source, basis }, weights }: SamplingProblem): TensorInfo[] {
  return [source, basis, weights].filter((tensor) => tensor !== undefined);
}

/** Where they lie. */
export function fieldAddresses(
  { field, weights }: SamplingProblem,
  [source = 0, ...others]: readonly number[],
): { readonly source: number; readonly basis: number; readonly weights: number } {
  return {
    source,
    basis: field.basis ? (others[0] as number) : 0,
    weights: weights ? (others.at(-1) as number) : 0,
  };
}

/** The product of a shape's lengths from one axis on. */
export function itemSize(shape: readonly number[], from: number): number {
  return shape.slice(from).reduce((product, length) => product * length, 1);
}

/** The output's batch: that of the image, or of the field if one image is shared. */
export function outputBatch({ imageShape, field }: SamplingProblem): number {
  return (imageShape[0] === 1 ? field.source.shape[0] : imageShape[0]) as number;
}

/** Whether one field serves several items, whose gradients it gathers. */
export function sharesField(problem: SamplingProblem): boolean {
  return problem.field.source.shape[0] === 1 && outputBatch(problem) !== 1;
}

/** `[batch, outHeight, outWidth, channels]` */
export function outputShape(problem: SamplingProblem): number[] {
  const channels = problem.imageShape[3] as number;
  return [outputBatch(problem), ...problem.attributes.outputSize, channels];
}

/** The same shape, or one of an item of the output, of the window alone. */
export function windowShape(problem: SamplingProblem, channels: number): number[] {
  const { items, rows } = windowOf(problem);
  return [lengthOf(items), lengthOf(rows), problem.attributes.outputSize[1], channels];
}

/** `[items, rows, outWidth]`: the points of the window that have a place of their own in the field. */
export function pointsShape(problem: SamplingProblem): number[] {
  const shape = windowShape(problem, 1).slice(0, 3);
  if (problem.field.source.shape[0] === 1) shape[0] = 1;
  return shape;
}

/** Multiplications, roughly: coordinates and weights of every point, and every neighbour's. */
export function samplingWork(problem: SamplingProblem): number {
  const { attributes, field, imageShape } = problem;
  const { taps } = attributes.sampler;
  const points = itemSize(windowShape(problem, 1), 0);
  return points * (16 + 2 * termsOf(field) + taps * taps * (imageShape[3] as number));
}
