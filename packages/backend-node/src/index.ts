export type { NodeKernelOptions } from './check-options.js';
export { registerNodeKernels } from './register-node-kernels.js';
