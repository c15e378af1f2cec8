export { describeSampler, type SamplerConformance } from './describe-sampler.js';
export {
  describeTransform,
  type TransformConformance,
  type TransformReference,
} from './describe-transform.js';
export { describeBackends } from './describe-backends.js';
export type { BackendHooks, BackendTeardown } from './describe-backends.js';
