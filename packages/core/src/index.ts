export type { Factory } from './contracts/factory.js';
export type { JsonObject, JsonValue } from './contracts/json.js';
export type {
  Localisation,
  LocalisationModel,
  LocalisationPreset,
  LocalisationTarget,
} from './contracts/localisation.js';
export type { OutputSize } from './contracts/output-size.js';
export type { FillValue, Padding } from './contracts/padding.js';
export type {
  CompositeSampler,
  KernelSampler,
  Sampler,
  SamplingOptions,
} from './contracts/sampler.js';
export type {
  BasisField,
  GridField,
  HomographyField,
  SamplingField,
} from './contracts/sampling-field.js';
export type { Transform } from './contracts/transform.js';
export { StnError } from './errors.js';
export { generateGrid, type GenerateGridOptions } from './ops/generate-grid.js';
export { gridSample, type GridSampleOptions } from './ops/grid-sample.js';
export {
  spatialTransformer,
  type SpatialTransformer,
  type SpatialTransformerOptions,
} from './ops/spatial-transformer.js';
export { warp, type WarpOptions } from './ops/warp.js';
export * from './registry/configs.js';
export { defineLocalisation, type LocalisationFactory } from './registry/define-localisation.js';
export {
  defineSampler,
  type CompositeSamplerDefinition,
  type DefinedSampler,
  type KernelSamplerDefinition,
  type SamplerDefinition,
  type SamplerFactory,
} from './registry/define-sampler.js';
export {
  defineTransform,
  type TransformDefinition,
  type TransformFactory,
} from './registry/define-transform.js';
export { createLocalisation, registerLocalisation } from './registry/localisation-registry.js';
export { createSampler, registerSampler } from './registry/sampler-registry.js';
export { createTransform, registerTransform } from './registry/transform-registry.js';
