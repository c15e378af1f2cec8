import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';

import { levelNumbers, levelTensor } from './level.mjs';

/** A level that is this near to a whole one is that, rounded: one lookup is enough. */
const slack = 1e-4;

/**
 * A mip pyramid with trilinear lookup, as graphics has it (Williams 1983), to be fair to it: it makes
 * only the levels that a call reads, and reads one where one is enough. Level l is the mean of 2ˡ × 2ˡ
 * pixels, and a point is read bilinearly in the levels below and above the one it asks for.
 *
 * @param {import('@tfjs-stn/core').Sampler} base bilinear
 * @param {import('./level.mjs').LevelRule} rule
 * @returns {import('@tfjs-stn/core').CompositeSampler} for affine maps without alignCorners, and images
 *   whose sides can be halved as often as it takes
 */
export function mipPyramid(base, rule) {
  return {
    kind: 'composite',
    name: 'mipPyramid',
    config: { rule },
    sample: (image, field, { padding, fillValue }) => {
      if (field.kind !== 'homography' || field.alignCorners) {
        throw new TypeError('mipPyramid: reads affine maps without alignCorners alone');
      }
      const options = { sampler: base, padding, ...(padding === 'zeros' && { fillValue }) };
      return trilinear(image, field, rule, (level) => warp(level, field, options));
    },
  };
}

/**
 * @param {tf.Tensor4D} image
 * @param {import('@tfjs-stn/core').HomographyField} field
 * @param {import('./level.mjs').LevelRule} rule
 * @param {(level: tf.Tensor4D) => tf.Tensor4D} read
 * @returns {tf.Tensor4D}
 */
function trilinear(image, field, rule, read) {
  /** @type {[number, number]} */
  const imageSize = [image.shape[1], image.shape[2]];
  const values = levelNumbers(field, imageSize, rule);
  const first = Math.floor(Math.min(...values) + slack);
  const last = Math.ceil(Math.max(...values) - slack);
  const levels = pyramid(image, last);
  if (first === last) return read(levels.at(-1) ?? image);
  const level = tf.clipByValue(levelTensor(field, imageSize, rule), first, last);
  const parts = levels.slice(first).map((texture, index) => {
    const weight = tf.relu(tf.sub(1, tf.abs(tf.sub(level, first + index))));
    return tf.mul(read(texture), weight);
  });
  return /** @type {tf.Tensor4D} */ (tf.addN(parts));
}

/**
 * @param {tf.Tensor4D} image level 0
 * @param {number} last
 */
function pyramid(image, last) {
  const levels = [image];
  for (let level = image; levels.length <= last; levels.push(level)) {
    const [, height, width] = level.shape;
    if (height % 2 === 1 || width % 2 === 1) {
      throw new RangeError(`mipPyramid: cannot halve ${height} x ${width} for level ${last}`);
    }
    level = tf.avgPool(level, 2, 2, 'valid');
  }
  return levels;
}
