import { gatherND, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';

import { scatterAdd } from './scatter-add.js';
import { withGradient } from './with-gradient.js';

/**
 * Reads pixels of a batch of images. Its gradient adds to pixels, whose gradient reads them again,
 * so derivatives of every order exist. (tfjs's own gather has one only where
 * UnsortedSegmentSum is fast, and gatherND has none.)
 *
 * @param image `[batch, height, width, channels]`
 * @param indices `[points, 3]` int32: batch, row and column, all inside the image
 * @returns `[points, channels]`
 */
export function gatherPixels(image: Tensor4D, indices: Tensor2D): Tensor2D {
  const { shape } = image;
  return withGradient(image, (input) => ({
    value: gatherND(input, indices),
    saved: [indices],
    gradient: (dy, [saved]) => addToPixels(dy as Tensor2D, saved as Tensor2D, shape),
  }));
}

function addToPixels(updates: Tensor2D, indices: Tensor2D, shape: Tensor4D['shape']): Tensor4D {
  return withGradient(updates, (input) => ({
    value: scatterAdd(input as Tensor2D, indices, shape),
    saved: [indices],
    gradient: (dy, [saved]) => gatherPixels(dy as Tensor4D, saved as Tensor2D),
  }));
}
