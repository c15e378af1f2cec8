export { nodeFileSystem } from './node-file-system.js';
export { registerNodeKernels, type NodeKernelOptions } from './register-node-kernels.js';
