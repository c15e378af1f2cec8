export type {
  KernelCall,
  KernelPlan,
  KernelRunner,
  KernelSlice,
  KernelTask,
  RunnerFor,
  Workspace,
} from './tfjs/kernel-runner.js';
export { runPlan, runSlice } from './tfjs/run-plan.js';
export { fastSamplers, samplingKernels } from './tfjs/sampling/sampling-kernels.js';
export { arithmetic } from './tfjs/training/arithmetic.js';
export {
  registerTrainingKernels,
  trainingKernels,
} from './tfjs/training/register-training-kernels.js';
export { conv2dBackpropInput } from './tfjs/training/conv2d-backprop-input.js';
export { maxPoolGrad } from './tfjs/training/max-pool-grad.js';
export type { TrainingKernel } from './tfjs/training/training-kernel.js';
export { shareClones } from './tfjs/training/share-clones.js';
