/** For authors of backends: kernel names, their attributes, and registration. */
export * from './kernels/names.js';
export {
  registerKernels,
  type KernelRegistration,
  type StnKernelConfig,
} from './kernels/register-kernels.js';
