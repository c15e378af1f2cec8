export { registerWebGLKernels } from './register-webgl-kernels.js';
