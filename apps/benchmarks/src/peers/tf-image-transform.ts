import { image as tfImage, tensor2d, type Tensor4D } from '@tensorflow/tfjs-core';

import { pixelMatrix } from '../pixel-matrix.js';
import type { WarpCase } from '../warp-case.js';
import type { CheckedContestant } from './contestant.js';

/** tfjs's own projective transform, on the current backend. */
export function tfImageTransform({ image, shape, parameters }: WarpCase): CheckedContestant {
  const [batch, height, width] = shape;
  const rows = Array.from({ length: batch }, () => [
    ...pixelMatrix(parameters, height, width),
    0,
    0,
  ]);
  const transforms = tensor2d(rows, [batch, 8]);
  const warp = (): Tensor4D => tfImage.transform(image, transforms, 'bilinear', 'constant', 0);
  return {
    name: 'tf.image.transform',
    run: () => warp().dispose(),
    output() {
      const output = warp();
      const values = output.dataSync<'float32'>().slice();
      output.dispose();
      return values;
    },
  };
}
