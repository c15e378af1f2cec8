import {
  spatialTransformer,
  type Localisation,
  type OutputSize,
  type SpatialTransformer,
} from '@tfjs-stn/core';

import type { SpatialTransformerLayerOptions } from './options.js';

/** The transformer of core that a layer with these options is, for one size and localisation. */
export function composeTransformer(
  options: SpatialTransformerLayerOptions,
  imageSize: OutputSize,
  localisation?: Localisation,
): SpatialTransformer {
  const { transform, sampler, padding, fillValue, alignCorners } = options;
  return spatialTransformer({
    transform,
    sampler,
    outputSize: options.outputSize ?? imageSize,
    ...(padding !== undefined && { padding }),
    ...(fillValue !== undefined && { fillValue }),
    ...(alignCorners !== undefined && { alignCorners }),
    ...(localisation !== undefined && { localisation }),
  });
}
