import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { createTransform, registerTransform, spatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import { lensDistortion } from './lens-distortion.js';

await tf.setBackend('cpu');
const sampler = bilinear();

const quarterTurn = spatialTransformer({ transform: affine(), sampler, outputSize: [2, 2] });
const turned = quarterTurn.apply(
  tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]),
  tf.tensor2d([[0, -1, 0, 1, 0, 0]]),
);

registerTransform(lensDistortion);
const lens = spatialTransformer({
  transform: createTransform('lensDistortion', { terms: 1 }),
  sampler,
  outputSize: [3, 3],
  alignCorners: true,
});
const bent = lens.apply(
  tf.tensor4d([0, 1, 2, 3, 4, 5, 6, 7, 8], [1, 3, 3, 1]),
  tf.tensor2d([[-0.25]]),
);

console.log(JSON.stringify({ turned: [...turned.dataSync()], bent: [...bent.dataSync()] }));
