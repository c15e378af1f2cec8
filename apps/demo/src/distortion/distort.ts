import { tensor2d, tensor4d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training';
import { spatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import type { Digits } from '../digits/digits.js';
import { IMAGE_SIZE } from './distortions.js';

/**
 * Draws distorted digits, with this library's own warp.
 *
 * @param thetas one affine θ per digit, `[count, 6]`, from the distorted image to the digit
 * @returns `[count, 42, 42, 1]`, 0 (paper) to 1 (ink)
 */
export function distort(digits: Digits, thetas: Float32Array): Tensor4D {
  return tidy(() => {
    const images = tensor4d(digits.images, [digits.count, DIGIT_SIZE, DIGIT_SIZE, 1]);
    const transformer = spatialTransformer({
      transform: affine(),
      sampler: bilinear(),
      outputSize: [IMAGE_SIZE, IMAGE_SIZE],
    });
    return transformer.apply(images, tensor2d(thetas, [digits.count, 6]));
  });
}
