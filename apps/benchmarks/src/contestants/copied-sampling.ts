import { tensor, tensor4d, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';

import { checkOutput } from '../checks/check-sampling.js';
import type { PosedSampling } from '../problems/pose-sampling.js';
import type { Entry } from './entry.js';
import type { Sampling } from './sampling-parts.js';

/**
 * A sampling operation from an array to an array: image and θ (or grid) are copied in and the output
 * is copied out with every call, as ONNX Runtime does it.
 */
export function copiedSampling({ problem, expectation }: PosedSampling, sampling: Sampling): Entry {
  const { shape, image, field, theta, paramCount } = problem;
  const [batch, height, width] = shape;
  const call = (): Float32Array =>
    tidy(() => {
      const at =
        field === 'grid'
          ? tensor(problem.grid, [batch, height, width, 2])
          : tensor(theta, [batch, paramCount]);
      const output = sampling.apply(tensor4d(image, [...shape]), at as Tensor2D | Tensor4D);
      return output.dataSync() as Float32Array;
    });
  return {
    call: () => void call(),
    check: () => checkOutput(problem, expectation, call()),
    dispose: () => sampling.dispose(),
  };
}
