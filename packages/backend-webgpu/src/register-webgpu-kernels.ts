import { type WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { findBackendFactory } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import { registerKernels } from '@tfjs-stn/core/kernels';
import {
  fastSamplers,
  gatherGradImage,
  samplingKernels,
  scatterGradImage,
  type GpuRunner,
  type GradImage,
} from '@tfjs-stn/gpu-kernels';

import { webgpuRunner } from './webgpu-runner.js';

let registered: (() => void) | undefined;

/**
 * Gives tfjs's WebGPU backend programs for sampling, forward and backward. Can be called before or
 * after `tf.setBackend('webgpu')`; a second call changes nothing. Gradients are the same to the bit
 * in every run.
 *
 * @returns a function that unregisters the programs
 * @throws BackendError if `@tensorflow/tfjs-backend-webgpu` is not imported, or there is no WebGPU
 */
export function registerWebGPUKernels(): () => void {
  if (!findBackendFactory('webgpu')) {
    throw new BackendError(
      'registerWebGPUKernels',
      "tfjs has no webgpu backend. Add `import '@tensorflow/tfjs-backend-webgpu'` before the call; where navigator.gpu is missing, use another backend",
    );
  }
  if (registered === undefined) {
    const unregister = registerKernels({
      backendName: 'webgpu',
      samplers: fastSamplers,
      kernels: samplingKernels((backend) => webgpuRunner(backend as WebGPUBackend), gradImage),
    });
    const forget = (): void => {
      unregister();
      if (registered === forget) registered = undefined;
    };
    registered = forget;
  }
  return registered;
}

/**
 * Gathers where every pixel of the image finds the points that read it; other fields, and padding
 * that moves points from far away to a few pixels, scatter.
 */
const gradImage: GradImage<GpuRunner> = (runner, problem, dy) => {
  const gathers = problem.kind === 'homography' && problem.attributes.padding === 'zeros';
  return (gathers ? gatherGradImage : scatterGradImage)(runner, problem, dy);
};
