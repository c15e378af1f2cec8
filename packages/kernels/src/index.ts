export { fieldNumbers, paddingNumbers, samplerNumbers, tasks, type Address } from './abi.js';
export { compileKernels } from './compile-kernels.js';
export type { KernelExports } from './kernel-exports.js';
export { linkKernels } from './link-kernels.js';
export { writeSamplingCall, type SamplingCall } from './sampling-call.js';
export type { SamplingExports } from './sampling-exports.js';
export { samplingWorkspace, type SamplingWorkspace } from './sampling-workspace.js';
export type { ConvArguments, PoolArguments, TrainingExports } from './training-exports.js';
