import {
  spatialTransformer as transformerOfValues,
  type Sampler,
  type SpatialTransformer,
  type SpatialTransformerOptions,
  type Transform,
} from '@tfjs-stn/core';

import { samplerOf, transformOf, type NamedSampler, type NamedTransform } from './named.js';

/** The parts of a spatial transformer by name or as values, and how it samples. */
export interface NamedSpatialTransformerOptions extends Omit<
  SpatialTransformerOptions,
  'transform' | 'sampler'
> {
  readonly transform: Transform | NamedTransform;
  readonly sampler: Sampler | NamedSampler;
}

/**
 * Composes a spatial transformer from its parts, as core's `spatialTransformer` does, of which the
 * transform and the sampler may be names: `{ transform: 'affine', sampler: 'bilinear', outputSize }`.
 * Registers everything of this library, as `registerAll`.
 *
 * Convention: NHWC float32 images; θ maps normalised output to input coordinates, x right, y down,
 * -1 and 1 at the outer edges of the image (or the corner pixels' centres with `alignCorners`).
 *
 * @throws UnknownNameError for a name that is not registered; OptionError for an option that is
 *   missing, unknown or of the wrong type
 */
export function spatialTransformer(options: NamedSpatialTransformerOptions): SpatialTransformer {
  const { transform, sampler }: Partial<NamedSpatialTransformerOptions> = options ?? {};
  return transformerOfValues({
    ...options,
    transform: transformOf(transform),
    sampler: samplerOf(sampler),
  });
}
