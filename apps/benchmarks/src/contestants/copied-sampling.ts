import { tensor, tensor4d, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';

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
  const call = (): Float32Array => {
    const pixels = tensor4d(image, [...shape]);
    const at =
      field === 'grid'
        ? tensor(problem.grid, [batch, height, width, 2])
        : tensor(theta, [batch, paramCount]);
    const output = sampling.apply(pixels, at as Tensor2D | Tensor4D);
    const values = output.dataSync<'float32'>();
    // No tidy: it would look for tensors among the values.
    [pixels, at, output].forEach((made) => made.dispose());
    return values;
  };
  return {
    call: () => void call(),
    check: () => checkOutput(problem, expectation, call()),
    dispose: () => sampling.dispose(),
  };
}
