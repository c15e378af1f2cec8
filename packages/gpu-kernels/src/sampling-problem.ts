import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { SamplingField } from '@tfjs-stn/core';
import { cubicParameter } from '@tfjs-stn/core/~internal';
import type { BackpropImageAttributes, SamplingAttributes } from '@tfjs-stn/core/kernels';

import { withConstants, type Dialect } from './dialect.js';
import type { Uniforms } from './program.js';
import { axisText } from './text/axis.js';
import { fieldText, fieldTypes } from './text/field.js';

/** One call of a sampling kernel, forward or backward, on a whole batch. */
export interface SamplingProblem {
  readonly kind: SamplingField['kind'];
  readonly attributes: SamplingAttributes;
  /** `[batch, height, width, channels]` */
  readonly imageShape: readonly number[];
  /** The field's tensors; the last is the one that differs from item to item. */
  readonly field: Readonly<
    Partial<Record<'matrix' | 'grid' | 'basis' | 'coefficients', TensorInfo>>
  >;
  readonly uniforms: Uniforms;
}

const paddings = ['zeros', 'border', 'reflection', 'wrap'] as const;

/** Neighbours per axis by the samplers' `fastKernel` names: these are the samplers that programs handle. */
const tapsOf: Readonly<Record<string, number>> = { nearest: 1, bilinear: 2, bicubic: 4 };

/** The samplers' `fastKernel` names. */
export const fastSamplers: readonly string[] = /* @__PURE__ */ Object.keys(tapsOf);

/** Rows of output pixels are summed in tiles of at least so many. */
const leastTile = 64;

/** For programs that take few of them. */
export const noUniforms: Uniforms = {
  batch: 0,
  inHeight: 0,
  inWidth: 0,
  outHeight: 0,
  outWidth: 0,
  channels: 0,
  imageStep: 0,
  fieldStep: 0,
  padding: 0,
  alignCorners: 0,
  taps: 0,
  terms: 0,
  lanes: 0,
  tileSize: 0,
  tiles: 0,
  fills: 0,
  fillValue: 0,
  cubic: 0,
};

/**
 * What a kernel is asked.
 *
 * @throws OptionError if a sampler that names the bicubic kernel does not say its `a`
 */
export function samplingProblem(
  kind: SamplingField['kind'],
  { image, matrix, grid, basis, coefficients }: NamedTensorInfoMap,
  attributes: SamplingAttributes & Partial<BackpropImageAttributes>,
): SamplingProblem {
  const imageShape = attributes.imageShape ?? (image as TensorInfo).shape;
  const [imageBatch = 0, inHeight = 0, inWidth = 0, channels = 0] = imageShape;
  const [outHeight, outWidth] = attributes.outputSize;
  const source = (matrix ?? grid ?? coefficients) as TensorInfo;
  const fieldBatch = source.shape[0] as number;
  const points = outHeight * outWidth;
  const tileSize = Math.max(leastTile, Math.ceil(Math.sqrt(points)));
  const { padding, alignCorners, fillValue, sampler } = attributes;
  const uniforms: Uniforms = {
    batch: imageBatch === 1 ? fieldBatch : imageBatch,
    inHeight,
    inWidth,
    outHeight,
    outWidth,
    channels,
    imageStep: imageBatch === 1 ? 0 : 1,
    fieldStep: fieldBatch === 1 ? 0 : 1,
    padding: paddings.indexOf(padding),
    alignCorners: alignCorners ? 1 : 0,
    taps: tapsOf[sampler.fastKernel as string] as number,
    terms: basis?.shape[1] ?? 3,
    lanes: kind === 'homography' ? 3 : 2,
    tileSize,
    tiles: Math.ceil(points / tileSize),
    fills: fillsApart(fillValue) ? 1 : 0,
    fillValue: typeof fillValue === 'number' ? fillValue : (fillValue[0] ?? 0),
    cubic: cubicParameter(sampler.name, sampler),
  };
  const field = present({ matrix, grid, basis, coefficients });
  return { kind, attributes, imageShape, field, uniforms };
}

/** The tensors that are there, in the same order. */
function present({
  matrix,
  grid,
  basis,
  coefficients,
}: Partial<NamedTensorInfoMap>): SamplingProblem['field'] {
  return {
    ...(matrix && { matrix }),
    ...(grid && { grid }),
    ...(basis && { basis }),
    ...(coefficients && { coefficients }),
  };
}

/** Whether channels have fill values of their own, which programs read from a tensor. */
export function fillsApart(
  fillValue: SamplingAttributes['fillValue'],
): fillValue is readonly number[] {
  return typeof fillValue !== 'number' && fillValue.some((value) => value !== fillValue[0]);
}

/** `[batch, outHeight, outWidth, channels]` */
export function outputShape({ uniforms }: SamplingProblem): number[] {
  const { batch, outHeight, outWidth, channels } = uniforms;
  return [batch, outHeight, outWidth, channels];
}

/** A program that looks along a field and reads with a sampler. */
interface SamplingProgram {
  readonly name: string;
  readonly text: () => Dialect;
}

/**
 * Names and writes a program for a problem.
 *
 * @param name of the pass
 * @param pass what is done with where the field looks and what the sampler reads
 * @param whole whether one program serves every padding. Two, of which one folds, take less time on
 *   software GPUs
 */
export function samplingProgram(
  { kind, uniforms }: SamplingProblem,
  name: string,
  pass: Dialect,
  whole = false,
): SamplingProgram {
  // Nearest is the case of two taps whose second has no weight.
  const taps = uniforms.taps === 4 ? 4 : 2;
  const folds = whole || uniforms.padding >= 2;
  const constants = {
    FIELD: fieldTypes[kind],
    TAPS: String(taps),
    BEFORE: taps === 4 ? '1' : '0',
    FOLDS: String(folds),
  };
  return {
    name: `${name}_${kind}_${taps}${folds && !whole ? '_folded' : ''}`,
    text: () => withConstants(`${fieldText[kind]}${axisText[taps]}${pass}`, constants),
  };
}
