import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LocalisationPreset, Sampler, Transform } from '@tfjs-stn/core';
import {
  spatialTransformerLayer as layerOfValues,
  type SpatialTransformerLayer,
  type SpatialTransformerLayerOptions,
} from '@tfjs-stn/layers';

import {
  localisationOf,
  samplerOf,
  transformOf,
  type NamedLocalisation,
  type NamedSampler,
  type NamedTransform,
} from './named.js';

/** The components of a spatial transformer layer by name or as values, and its other options. */
export interface NamedSpatialTransformerLayerOptions extends Omit<
  SpatialTransformerLayerOptions,
  'transform' | 'sampler' | 'localisation'
> {
  readonly transform: Transform | NamedTransform;
  readonly sampler: Sampler | NamedSampler;
  /** Predicts θ inside the layer. Without it, θ is the layer's second input. */
  readonly localisation?: LocalisationPreset | LayersModel | NamedLocalisation;
}

/**
 * Makes a spatial transformer layer for `tf.sequential` and `tf.model`, as `@tfjs-stn/layers` does, of
 * which transform, sampler and localisation may be names. Registers everything of this library, as
 * `registerAll`.
 *
 * @returns a layer to `[batch, outHeight, outWidth, channels]`, differentiable in the image, θ and
 *   the localisation net's weights
 * @throws UnknownNameError for a name that is not registered; OptionError for options that can't be
 *   used, or not be saved
 */
export function spatialTransformerLayer(
  options: NamedSpatialTransformerLayerOptions,
): SpatialTransformerLayer {
  const { transform, sampler, localisation }: Partial<NamedSpatialTransformerLayerOptions> =
    options ?? {};
  return layerOfValues({
    ...options,
    transform: transformOf(transform),
    sampler: samplerOf(sampler),
    ...(localisation !== undefined && { localisation: localisationOf(localisation) }),
  } as SpatialTransformerLayerOptions);
}
