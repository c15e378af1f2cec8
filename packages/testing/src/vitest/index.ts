export { describeBackends } from './describe-backends.js';
export type { BackendHooks, BackendTeardown } from './describe-backends.js';
export { describeMatrixEntries } from './describe-matrix-entries.js';
export { describeSampler, type SamplerConformance } from './describe-sampler.js';
export { describeTraining, type TrainingOptions } from './describe-training.js';
export { describeTransformGoldens, type TransformGoldens } from './describe-transform-goldens.js';
export {
  describeTransform,
  type TransformConformance,
  type TransformReference,
} from './describe-transform.js';
