import { type MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { findBackendFactory } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import { registerKernels, StnHomographyWarpBackpropImage } from '@tfjs-stn/core/kernels';
import { fastSamplers, gatherGradImage, samplingKernels } from '@tfjs-stn/gpu-kernels';

import { webglRunner } from './webgl-runner.js';

let registered: (() => void) | undefined;

/**
 * Gives tfjs's WebGL backend programs for sampling, forward and backward. Can be called before or
 * after `tf.setBackend('webgl')`; a second call changes nothing. Gradients are the same to the bit
 * in every run. The image gradient of grid and basis fields, and under padding reflection and wrap,
 * runs through the reference, which reads from the GPU.
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
      kernels: samplingKernels((backend) => webglRunner(backend as MathBackendWebGL), {
        homography: gatherGradImage,
      }),
      paddings: { [StnHomographyWarpBackpropImage]: ['zeros', 'border'] },
    });
    const forget = (): void => {
      unregister();
      if (registered === forget) registered = undefined;
    };
    registered = forget;
  }
  return registered;
}
