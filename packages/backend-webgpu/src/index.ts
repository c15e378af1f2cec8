export { registerWebGPUKernels } from './register-webgpu-kernels.js';
