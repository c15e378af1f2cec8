import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';

import type { JsonObject } from './json.js';
import type { SamplingField } from './sampling-field.js';

/** Options that every sampler must honour. */
export interface SamplingOptions {
  readonly padding: Padding;
  readonly fillValue: FillValue;
}

/**
 * Separable interpolation: the generic kernel k(·; Φ) of Jaderberg et al. (2015), eq. (3).
 *
 * Convention: with one or two taps, padding moves the point into the image before its neighbours are
 * read. With more taps, each tap is padded separately, and padding does not enter the gradient. With
 * zeros every tap outside is fill. More than 2^24 pixels away nothing is blended: the output is fill
 * with zeros, and otherwise the edge pixel, which the central tap reads alone.
 */
export interface KernelSampler {
  readonly kind: 'kernel';
  readonly name: string;
  readonly config: JsonObject;
  /**
   * Neighbours read per axis. An even count surrounds the point, counted from `floor`; an odd one
   * is centred on the pixel nearest to it, halves rounded to even.
   */
  readonly taps: number;
  /**
   * Name of the backends' fast kernel that computes exactly these weights, if there is one: it runs
   * in their place. `'bicubic'` takes its parameter from `config.a`, `'lanczos'` its lobes from `taps`.
   * Without it kernels blend with what `weights` returns, unless it reads other tensors while a
   * gradient is recorded; then, and on backends without kernels, the reference runs.
   */
  readonly fastKernel?: string;
  /**
   * The weight of every tap along one axis, from the lowest index to the highest. Gradients call it
   * again, and it must return the same then.
   *
   * @param offset how far the point lies from its base pixel: in [0, 1) for an even number of taps,
   *   in [-0.5, 0.5] for an odd one; any shape
   * @returns `taps` float32 tensors of exactly that shape, made of differentiable ops; anything else
   *   is refused where it is used
   */
  weights(offset: Tensor): Tensor[];
}

/** A sampler built from other samplers and fields, for example against aliasing. */
export interface CompositeSampler {
  readonly kind: 'composite';
  readonly name: string;
  readonly config: JsonObject;
  /**
   * @param image `[batch, height, width, channels]`, its batch 1 or that of the field
   * @returns `[batch, outHeight, outWidth, channels]`
   */
  sample(image: Tensor4D, field: SamplingField, options: SamplingOptions): Tensor4D;
}

/** Reads an image between its pixels. */
export type Sampler = KernelSampler | CompositeSampler;

/**
 * What is read outside the image.
 *
 * - `zeros`: `fillValue`, 0 unless given; decided tap by tap, so edges fade only once.
 * - `border`: the nearest edge pixel.
 * - `reflection`: the image mirrored about its edges (alignCorners: about the edge pixels' centres).
 * - `wrap`: the image repeated with its own size as period.
 */
export type Padding = 'zeros' | 'border' | 'reflection' | 'wrap';

export const paddings: readonly Padding[] = ['zeros', 'border', 'reflection', 'wrap'];

/** One number for every channel, or one per channel. */
export type FillValue = number | readonly number[];
