import type { KernelConfig } from '@tensorflow/tfjs-core';

import type { FillValue, KernelSampler, Padding } from '../contracts/sampler.js';
import type { OutputSize, SamplingField } from '../contracts/sampling-field.js';

/** `{ image, grid }` to `[batch, outHeight, outWidth, channels]`. */
export const StnGridSample = 'StnGridSample';
/** `{ dy, grid }` to the image's shape. */
export const StnGridSampleBackpropImage = 'StnGridSampleBackpropImage';
/** `{ dy, image, grid }` to the grid's shape. */
export const StnGridSampleBackpropGrid = 'StnGridSampleBackpropGrid';

/** `{ image, matrix }` to `[batch, outHeight, outWidth, channels]`. */
export const StnHomographyWarp = 'StnHomographyWarp';
/** `{ dy, matrix }` to the image's shape. */
export const StnHomographyWarpBackpropImage = 'StnHomographyWarpBackpropImage';
/** `{ dy, image, matrix }` to the matrix's shape. */
export const StnHomographyWarpBackpropMatrix = 'StnHomographyWarpBackpropMatrix';

/** `{ image, basis, coefficients }` to `[batch, outHeight, outWidth, channels]`. */
export const StnBasisWarp = 'StnBasisWarp';
/** `{ dy, basis, coefficients }` to the image's shape. */
export const StnBasisWarpBackpropImage = 'StnBasisWarpBackpropImage';
/** `{ dy, image, basis, coefficients }` to the coefficients' shape. */
export const StnBasisWarpBackpropCoefficients = 'StnBasisWarpBackpropCoefficients';

/**
 * `{ entries }`, of a shape `[batch, up to 9]`, to `[batch, 3, 3]`: the other entries are those of the
 * identity. For backends where a program costs more than what it computes; without it ops of tfjs run.
 */
export const StnMatrixFromEntries = 'StnMatrixFromEntries';

/** Attributes of every kernel that samples. */
export interface SamplingAttributes {
  readonly sampler: KernelSampler;
  readonly padding: Padding;
  readonly fillValue: FillValue;
  readonly alignCorners: boolean;
  readonly outputSize: OutputSize;
}

/** Attributes of the `…BackpropImage` kernels, whose inputs do not show the image's shape. */
export interface BackpropImageAttributes extends SamplingAttributes {
  /** `[batch, height, width, channels]`; with a batch of 1 it is the sum over the whole batch. */
  readonly imageShape: readonly [number, number, number, number];
}

/**
 * A kernel in tfjs's registry, with the names of the sampler kernels (`fastKernel`) it computes;
 * `'separable'` among them stands for all: samplers that are not named are blended with the
 * weights that `sampler.weights` returns.
 */
export interface StnKernelConfig extends KernelConfig {
  readonly samplers: readonly string[];
}

/** The name that stands for every kernel sampler. */
export const anySampler = 'separable';

/** What a kernel is asked: where to look, and how to read there. Image and dy come separately. */
export interface SamplingProblem {
  readonly field: SamplingField;
  readonly sampler: KernelSampler;
  readonly padding: Padding;
  readonly fillValue: FillValue;
}

/** The kernels of one kind of field, one per pass, and the field's inputs to them. */
export interface FieldKernels {
  readonly forward: string;
  readonly gradImage: string;
  readonly gradField: string;
  /** Names of the field's tensors, in the order in which they are saved. */
  readonly inputs: readonly string[];
  /** The input whose gradient `gradField` computes. */
  readonly trainable: string;
}

export const samplingKernels: { readonly [Kind in SamplingField['kind']]: FieldKernels } = {
  grid: {
    forward: StnGridSample,
    gradImage: StnGridSampleBackpropImage,
    gradField: StnGridSampleBackpropGrid,
    inputs: ['grid'],
    trainable: 'grid',
  },
  homography: {
    forward: StnHomographyWarp,
    gradImage: StnHomographyWarpBackpropImage,
    gradField: StnHomographyWarpBackpropMatrix,
    inputs: ['matrix'],
    trainable: 'matrix',
  },
  basis: {
    forward: StnBasisWarp,
    gradImage: StnBasisWarpBackpropImage,
    gradField: StnBasisWarpBackpropCoefficients,
    inputs: ['basis', 'coefficients'],
    trainable: 'coefficients',
  },
};
