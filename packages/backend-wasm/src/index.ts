export { registerWasmKernels, type WasmKernelOptions } from './register-wasm-kernels.js';
export { registerWasmTrainingKernels } from './register-wasm-training-kernels.js';
