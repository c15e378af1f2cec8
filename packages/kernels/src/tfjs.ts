export type {
  FindKernelMemory,
  KernelCall,
  KernelJob,
  KernelMemory,
  KernelPart,
  Workspace,
} from './tfjs/kernel-memory.js';
export { runJob } from './tfjs/run-job.js';
export { runPart } from './tfjs/run-part.js';
export { fastSamplers, samplingKernels } from './tfjs/sampling/sampling-kernels.js';
export { registerTrainingKernels } from './tfjs/training/register-training-kernels.js';
