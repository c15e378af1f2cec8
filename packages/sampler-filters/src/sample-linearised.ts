import {
  add,
  customGrad,
  tidy,
  zeros,
  type GradSaveFunc,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { warp, type OutputSize, type SamplingField, type SamplingOptions } from '@tfjs-stn/core';
import { fieldGrid } from '@tfjs-stn/core/fields';

import { bilinearKernel } from './bilinear-kernel.js';
import { detachField } from './detach.js';
import { linearisedGradient } from './linearised-gradient.js';
import type { Pattern } from './pattern.js';
import { warpOptions } from './warp-options.js';

/**
 * Bilinear sampling with another gradient by its field.
 *
 * @param patternOf where the samples of an output of this size lie; asked for in the backward pass
 */
export function sampleLinearised(
  patternOf: (outputSize: OutputSize) => Pattern,
  image: Tensor4D,
  field: SamplingField,
  options: SamplingOptions,
): Tensor4D {
  return tidy(() => {
    const sampled = warp(image, detachField(field), warpOptions(bilinearKernel, options));
    // As they are now, whatever happens to them until the gradient is asked for.
    const { alignCorners } = field;
    const [height, width] = field.outputSize;
    const { padding, fillValue } = options;
    const outside = typeof fillValue === 'number' ? fillValue : [...fillValue];
    // Adds nothing but a way for the gradient to the grid.
    const attach = customGrad((input, save) => {
      (save as GradSaveFunc)([input as Tensor, image]);
      return {
        value: zeros(sampled.shape),
        gradFunc: (dy: Tensor, [grid, pixels]: Tensor[]) =>
          linearisedGradient(
            dy as Tensor4D,
            pixels as Tensor4D,
            grid as Tensor4D,
            alignCorners,
            patternOf([height, width]),
            { padding, fillValue: outside },
          ),
      };
    });
    return add(sampled, attach(fieldGrid(field)) as Tensor4D);
  });
}
