import { tidy, type Tensor2D, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertAlignCorners } from '../checks/assert-align-corners.js';
import { assertImage } from '../checks/assert-image.js';
import { assertKnownOptions } from '../checks/assert-known-options.js';
import { assertLocalisation } from '../checks/assert-localisation.js';
import { assertOutputSize } from '../checks/assert-output-size.js';
import { assertSamplingOptions } from '../checks/assert-sampling-options.js';
import { assertTransform } from '../checks/assert-transform.js';
import { assertTheta } from '../checks/assert-theta.js';
import type { Localisation } from '../contracts/localisation.js';
import type { OutputSize } from '../contracts/output-size.js';
import type { Sampler } from '../contracts/sampler.js';
import type { SamplingField } from '../contracts/sampling-field.js';
import type { Transform } from '../contracts/transform.js';
import { OptionError } from '../errors.js';
import { runLocalisation } from './run-localisation.js';
import { warp, type WarpOptions } from './warp.js';

/** The parts of a spatial transformer, and how it samples. */
export interface SpatialTransformerOptions extends WarpOptions {
  readonly transform: Transform;
  readonly sampler: Sampler;
  /** `[height, width]` of the transformed image, in pixels. */
  readonly outputSize: OutputSize;
  /** Default `false`: -1 and 1 are the outer edges of the corner pixels. */
  readonly alignCorners?: boolean;
  /** A function or model from image `[batch, height, width, channels]` to θ. */
  readonly localisation?: Localisation;
}

const optionNames: readonly (keyof SpatialTransformerOptions)[] = [
  'transform',
  'sampler',
  'padding',
  'fillValue',
  'outputSize',
  'alignCorners',
  'localisation',
];

/** A spatial transformer: localisation net, grid generator and sampler, put together. */
export interface SpatialTransformer {
  readonly transform: Transform;
  readonly sampler: Sampler;
  readonly outputSize: OutputSize;
  /**
   * Transforms an image, differentiably in the image, θ and the localisation net's weights.
   *
   * @param image `[batch, height, width, channels]` or `[height, width, channels]`, float32
   * @param theta `[batch, paramCount]`; without it, the localisation net predicts it
   * @returns `[batch, outHeight, outWidth, channels]`, or rank 3 for an image of rank 3
   */
  apply<Image extends Tensor3D | Tensor4D>(image: Image, theta?: Tensor2D): Image;
  /** Predicts θ `[batch, paramCount]` from an image. */
  localise(image: Tensor3D | Tensor4D): Tensor2D;
  /** Where the output looks for a given θ. The tensors are the caller's to dispose. */
  field(theta: Tensor2D): SamplingField;
}

/**
 * Composes a spatial transformer from its parts (Jaderberg et al., 2015, figure 2).
 *
 * Convention: NHWC float32 images; θ maps normalised output to input coordinates, x right, y down,
 * -1 and 1 at the outer edges of the image (or the corner pixels' centres with `alignCorners`).
 *
 * @throws OptionError for an option that is missing, unknown or of the wrong type, such as an
 *   output size that is no pair of integers
 */
export function spatialTransformer(options: SpatialTransformerOptions): SpatialTransformer {
  assertKnownOptions('spatialTransformer', options, optionNames);
  const given: Partial<SpatialTransformerOptions> = options ?? {};
  const { transform, localisation, alignCorners = false, padding } = given;
  assertTransform('spatialTransformer', transform);
  const outputSize = assertOutputSize('spatialTransformer', given.outputSize);
  assertAlignCorners('spatialTransformer', alignCorners);
  if (localisation !== undefined) assertLocalisation('spatialTransformer', localisation);
  const { sampler, fillValue } = assertSamplingOptions('spatialTransformer', options);
  const sampling: WarpOptions = {
    sampler,
    ...(padding !== undefined && { padding }),
    ...(given.fillValue !== undefined && { fillValue }),
  };

  const localise = (image: Tensor3D | Tensor4D): Tensor2D => {
    if (localisation === undefined) {
      throw new OptionError(
        'spatialTransformer',
        'without a localisation net there is no θ. Pass theta to apply, or localisation to spatialTransformer',
      );
    }
    return runLocalisation(localisation, image, transform);
  };
  const field = (theta: Tensor2D): SamplingField => {
    assertTheta('spatialTransformer', theta, transform);
    return transform.field(theta, outputSize, alignCorners);
  };
  const apply = <Image extends Tensor3D | Tensor4D>(image: Image, theta?: Tensor2D): Image => {
    assertImage('spatialTransformer', image);
    return tidy(() => warp(image, field(theta ?? localise(image)), sampling));
  };
  return { transform, sampler, outputSize, apply, localise, field };
}
