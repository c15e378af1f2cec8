// A separate module, so that the backend is downloaded only when it is chosen.
import '@tensorflow/tfjs-backend-webgpu';

export { registerWebGPUKernels as registerKernels } from '@tfjs-stn/backend-webgpu';
