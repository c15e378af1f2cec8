import type { SpatialTransformerLayerOptions } from './options.js';

/** A copy of the options whose lists nobody else holds. */
export function snapshotOptions(
  options: SpatialTransformerLayerOptions,
): SpatialTransformerLayerOptions {
  const { outputSize, fillValue } = options;
  return {
    ...options,
    ...(outputSize !== undefined && { outputSize: [...outputSize] }),
    ...(typeof fillValue === 'object' && { fillValue: [...fillValue] }),
  };
}
