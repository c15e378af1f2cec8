import * as tf from '@tensorflow/tfjs-core';
import { spatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { antialiased } from '@tfjs-stn/sampler-filters';
import { affine } from '@tfjs-stn/transform-affine';

import { mipPyramid } from './pyramid-sampler.mjs';

/** @typedef {{ readonly name: string, readonly sampler: import('@tfjs-stn/core').Sampler }} Contestant */

/**
 * @param {readonly import('./level.mjs').LevelRule[]} rules
 * @returns {Contestant[]}
 */
export function contestantsFor(rules) {
  const base = bilinear();
  return [
    { name: 'bilinear', sampler: base },
    { name: 'antialiased', sampler: antialiased({ base }) },
    ...rules.map((rule) => ({ name: `pyramid, ${rule} side`, sampler: mipPyramid(base, rule) })),
  ];
}

/**
 * @param {Contestant} contestant
 * @param {readonly [height: number, width: number]} outputSize
 * @returns {(image: tf.Tensor4D, theta: tf.Tensor2D) => tf.Tensor4D}
 */
export function transformerOf({ sampler }, outputSize) {
  const transformer = spatialTransformer({ transform: affine(), sampler, outputSize });
  return (image, theta) => transformer.apply(image, theta);
}

/** @param {readonly number[]} values `[a11 a12 tx a21 a22 ty]` */
export function thetaTensor(values) {
  return tf.tensor2d([...values], [1, 6]);
}
