import { installWebGPU } from './webgpu-in-node.mjs';

// Before tfjs is loaded, which looks for it then.
await installWebGPU();
