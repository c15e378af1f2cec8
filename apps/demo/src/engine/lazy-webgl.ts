// A separate module, so that the backend is downloaded only when it is chosen.
import '@tensorflow/tfjs-backend-webgl';

export { registerWebGLKernels as registerKernels } from '@tfjs-stn/backend-webgl';
