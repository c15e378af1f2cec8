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

/** Attributes of every kernel. */
export interface SamplingAttributes {
  readonly sampler: KernelSampler;
  readonly padding: Padding;
  readonly fillValue: FillValue;
  readonly alignCorners: boolean;
  readonly outputSize: OutputSize;
}

/** Attributes of the `…BackpropImage` kernels, whose inputs do not show the image's shape. */
export interface BackpropImageAttributes extends SamplingAttributes {
  /** `[batch, height, width, channels]`; a batch of 1 gathers the gradient of the whole batch. */
  readonly imageShape: readonly [number, number, number, number];
}

/** A kernel in tfjs's registry, with the fast kernels of samplers that it has. */
export interface StnKernelConfig extends KernelConfig {
  readonly samplers: readonly string[];
}

/** The kernels that sample along one kind of field, and the field's inputs to them. */
export interface FieldKernels {
  readonly kind: SamplingField['kind'];
  readonly forward: string;
  readonly backpropImage: string;
  readonly backpropField: string;
  /** Names of the field's tensors, in the order in which they are saved. */
  readonly inputs: readonly string[];
  /** The one of them that `backpropField` gives the gradient of. */
  readonly trainable: string;
}

export const fieldKernels: { readonly [Kind in SamplingField['kind']]: FieldKernels } = {
  grid: {
    kind: 'grid',
    forward: StnGridSample,
    backpropImage: StnGridSampleBackpropImage,
    backpropField: StnGridSampleBackpropGrid,
    inputs: ['grid'],
    trainable: 'grid',
  },
  homography: {
    kind: 'homography',
    forward: StnHomographyWarp,
    backpropImage: StnHomographyWarpBackpropImage,
    backpropField: StnHomographyWarpBackpropMatrix,
    inputs: ['matrix'],
    trainable: 'matrix',
  },
  basis: {
    kind: 'basis',
    forward: StnBasisWarp,
    backpropImage: StnBasisWarpBackpropImage,
    backpropField: StnBasisWarpBackpropCoefficients,
    inputs: ['basis', 'coefficients'],
    trainable: 'coefficients',
  },
};
