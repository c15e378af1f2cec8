/** For authors of backends: kernel names, their attributes, and registration. */
export { guardWasmMemory } from './checks/wasm-memory.js';
export * from './kernels/names.js';
export {
  registerKernels,
  type KernelRegistration,
  type StnKernelConfig,
} from './kernels/register-kernels.js';
