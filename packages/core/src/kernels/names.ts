import type { KernelSampler } from '../contracts/sampler.js';
import type { FillValue, Padding } from '../contracts/padding.js';
import type { OutputSize } from '../contracts/output-size.js';

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
