/**
 * All of `tfjs-stn`, with `spatialTransformer` and `spatialTransformerLayer` taking names in place of
 * values. A bundle then contains every transform, sampler and localisation net.
 */
export * from './index.js';
export { registerAll } from './names/register-all.js';
export {
  spatialTransformer,
  type NamedSpatialTransformerOptions,
} from './names/spatial-transformer.js';
export {
  spatialTransformerLayer,
  type NamedSpatialTransformerLayerOptions,
} from './names/spatial-transformer-layer.js';
export type { Named } from './names/named.js';
