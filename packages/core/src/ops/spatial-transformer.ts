import { Tensor, tidy, type Tensor2D, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertAlignCorners, assertOutputSize } from '../checks/assert-field.js';
import { asBatch, assertImage } from '../checks/assert-image.js';
import { assertKnownOptions } from '../checks/assert-known-options.js';
import { assertSamplingOptions } from '../checks/assert-sampling-options.js';
import { assertTheta, assertTransform } from '../checks/assert-theta.js';
import { describeMisplaced } from '../checks/describe-value.js';
import type { Localisation, LocalisationModel } from '../contracts/localisation.js';
import type { Sampler } from '../contracts/sampler.js';
import type { OutputSize, SamplingField } from '../contracts/sampling-field.js';
import type { Transform } from '../contracts/transform.js';
import { OptionError } from '../errors.js';
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

/** A spatial transformer: localisation net, grid generator and sampler. */
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
  /** Where the output looks for a given θ. The tensors are owned by the caller. */
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
    return transform.field(theta, { outputSize, alignCorners });
  };
  const apply = <Image extends Tensor3D | Tensor4D>(image: Image, theta?: Tensor2D): Image => {
    assertImage('spatialTransformer', image);
    return tidy(() => warp(image, field(theta ?? localise(image)), sampling));
  };
  return { transform, sampler, outputSize, apply, localise, field };
}

/** Passes functions and models; refuses presets that are not built yet. */
function assertLocalisation(
  operation: string,
  localisation: unknown,
): asserts localisation is Localisation {
  const isFactory = typeof localisation === 'function' && 'factoryName' in localisation;
  if (typeof localisation === 'function' && !isFactory) return;
  const { apply, build } = (localisation ?? {}) as Partial<LocalisationModel & { build: unknown }>;
  if (typeof apply === 'function' && !isFactory) return;
  const remedy = typeof build === 'function' ? '. Build it with preset.build({ … })' : '';
  throw new OptionError(
    operation,
    `localisation must be a function or a model from image to θ, got ${describeMisplaced(localisation, 'createLocalisation')}${remedy}`,
  );
}

/** Predicts θ `[batch, paramCount]` with a function or a model. */
function runLocalisation(
  localisation: Localisation,
  image: Tensor3D | Tensor4D,
  transform: Transform,
): Tensor2D {
  assertImage('localise', image);
  return tidy(() => {
    const batch: Tensor4D = asBatch(image);
    const theta: unknown =
      typeof localisation === 'function' ? localisation(batch) : localisation.apply(batch);
    if (!(theta instanceof Tensor)) {
      throw new OptionError(
        'localise',
        `the localisation net must return one tensor, got ${theta === null ? 'null' : typeof theta}`,
      );
    }
    assertTheta('localise', theta, transform);
    return theta;
  });
}
