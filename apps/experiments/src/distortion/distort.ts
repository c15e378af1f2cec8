import { tensor2d, tensor4d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training';
import { spatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import type { Digits } from '../data/digits.js';

/**
 * Draws distorted digits, with this library's own warp.
 *
 * @param thetas one affine θ per digit, `[count, 6]`, from the distorted image to the digit
 * @returns `[count, imageSize, imageSize, 1]`, 0 (paper) to 1 (ink)
 */
export function distort(digits: Digits, thetas: Float32Array, imageSize: number): Tensor4D {
  return tidy(() => {
    const grey = greyOf(digits.images);
    const images = tensor4d(grey, [digits.count, DIGIT_SIZE, DIGIT_SIZE, 1]);
    const transformer = spatialTransformer({
      transform: affine(),
      sampler: bilinear(),
      outputSize: [imageSize, imageSize],
    });
    return transformer.apply(images, tensor2d(thetas, [digits.count, 6]));
  });
}

/** A plain loop: `Float32Array.from` with a function takes a hundred times as long. */
function greyOf(bytes: Uint8Array): Float32Array {
  const grey = new Float32Array(bytes.length);
  for (let index = 0; index < bytes.length; index++) grey[index] = (bytes[index] as number) / 255;
  return grey;
}
