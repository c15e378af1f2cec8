import { inject } from 'vitest';

/** tfjs's name of the backend that the tests run on. */
export const backendName = inject('gpuBackend');

/** Registers its kernels; the hook `setup` of `describeBackends`. */
const registerKernels: () => () => void =
  backendName === 'webgl'
    ? (await import('@tfjs-stn/backend-webgl')).registerWebGLKernels
    : (await import('@tfjs-stn/backend-webgpu')).registerWebGPUKernels;

export const withKernels = { setup: { [backendName]: registerKernels } };
