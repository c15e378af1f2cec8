export type { Factory, JsonObject, JsonValue } from './contracts/json.js';
export type {
  Localisation,
  LocalisationModel,
  LocalisationPreset,
  LocalisationTarget,
} from './contracts/localisation.js';
export type {
  CompositeSampler,
  FillValue,
  KernelSampler,
  Padding,
  Sampler,
  SamplingOptions,
} from './contracts/sampler.js';
export type {
  BasisField,
  GridField,
  HomographyField,
  OutputSize,
  SamplingField,
} from './contracts/sampling-field.js';
export type { FieldOptions, Transform } from './contracts/transform.js';
export { StnError } from './errors.js';
export { homographyField, type HomographyFieldOptions } from './homography/homography-field.js';
export { generateGrid } from './ops/generate-grid.js';
export {
  spatialTransformer,
  type SpatialTransformer,
  type SpatialTransformerOptions,
} from './ops/spatial-transformer.js';
export { gridSample, warp, type GridSampleOptions, type WarpOptions } from './ops/warp.js';
export * from './registry/configs.js';
export {
  createLocalisation,
  defineLocalisation,
  registerLocalisation,
  type LocalisationFactory,
} from './registry/define-localisation.js';
export {
  createSampler,
  defineSampler,
  registerSampler,
  type CompositeSamplerDefinition,
  type DefinedSampler,
  type KernelSamplerDefinition,
  type SamplerDefinition,
  type SamplerFactory,
} from './registry/define-sampler.js';
export {
  createTransform,
  defineTransform,
  registerTransform,
  type TransformDefinition,
  type TransformFactory,
} from './registry/define-transform.js';
