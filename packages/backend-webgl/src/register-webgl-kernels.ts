import { type MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { findBackendFactory } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import { registerKernels } from '@tfjs-stn/core/kernels';
import {
  fastSamplers,
  gatherGradImage,
  hostGradImage,
  samplingKernels,
  type GradImage,
} from '@tfjs-stn/gpu-kernels';

import { webglRunner, type WebGLRunner } from './webgl-runner.js';

let registered: (() => void) | undefined;

/**
 * Gives tfjs's WebGL backend programs for sampling, forward and backward. Can be called before or
 * after `tf.setBackend('webgl')`; a second call changes nothing. Gradients are the same to the bit
 * in every run. The image gradient of grid and basis fields, and under padding reflection and wrap, is
 * added on the host, which reads from the GPU.
 *
 * @returns a function that unregisters the programs
 * @throws BackendError if `@tensorflow/tfjs-backend-webgl` is not imported
 */
export function registerWebGLKernels(): () => void {
  if (!findBackendFactory('webgl')) {
    throw new BackendError(
      'registerWebGLKernels',
      "tfjs has no webgl backend. Add `import '@tensorflow/tfjs-backend-webgl'` before the call",
    );
  }
  if (registered === undefined) {
    const unregister = registerKernels({
      backendName: 'webgl',
      samplers: fastSamplers,
      kernels: samplingKernels((backend) => webglRunner(backend as MathBackendWebGL), gradImage),
    });
    const forget = (): void => {
      unregister();
      if (registered === forget) registered = undefined;
    };
    registered = forget;
  }
  return registered;
}

/** Gathers where every pixel of the image finds the points that read it. GLSL has no atomics. */
const gradImage: GradImage<WebGLRunner> = (runner, problem, dy) => {
  const { padding } = problem.attributes;
  const gathers = problem.kind === 'homography' && (padding === 'zeros' || padding === 'border');
  return gathers ? gatherGradImage(runner, problem, dy) : hostGradImage(runner, problem, dy);
};
