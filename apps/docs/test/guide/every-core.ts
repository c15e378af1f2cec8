import '@tensorflow/tfjs-backend-cpu'; // or '@tensorflow/tfjs-node'
import * as tf from '@tensorflow/tfjs-core';
import { registerNodeKernels } from '@tfjs-stn/backend-node';
import { spatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { rotation } from '@tfjs-stn/transform-affine';

await registerNodeKernels(); // all cores; { threads: 2 } for two

const turn = spatialTransformer({
  transform: rotation(),
  sampler: bilinear(),
  outputSize: [512, 512],
});
const images = tf.randomUniform<tf.Rank.R4>([8, 512, 512, 3]);
const turned = turn.apply(images, tf.tensor2d([[Math.PI / 6]]));
console.log(turned.shape.join());
