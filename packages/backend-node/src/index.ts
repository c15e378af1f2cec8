export type { NodeKernelOptions } from './check-options.js';
export { nodeFileSystem } from './node-file-system.js';
export { registerNodeKernels } from './register-node-kernels.js';
