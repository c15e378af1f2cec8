// What graphics does instead of `antialiased`. To time it next to `antialiased`, after a build:
//     npm run bench -- --extra --op shrink --backend wasm+kernels --plugin packages/sampler-filters/test/mip-pyramid.mjs
import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';

/** A level that is this near to a whole one is that, rounded: one lookup is enough. */
const slack = 1e-4;

/**
 * A mip pyramid with trilinear lookup, as graphics has it (Williams 1983), to be fair to it: it makes
 * only the levels that a call reads, and reads one where one is enough. Level l is the mean of 2ˡ × 2ˡ
 * pixels, and a point is read bilinearly in the levels below and above the one it asks for.
 *
 * @param {import('@tfjs-stn/core').Sampler} base bilinear
 * @param {LevelRule} rule
 * @returns {import('@tfjs-stn/core').CompositeSampler} for affine maps without alignCorners, and images
 *   whose sides can be halved as often as it takes
 */
export function mipPyramid(base, rule) {
  return {
    kind: 'composite',
    name: `pyramid, ${rule} side`,
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
 * @param {LevelRule} rule
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

/**
 * By what a pixel of the output picks its level: the longer singular value of the local Jacobian, so
 * that nothing aliases, or the (geometric) mean of both, which blurs less and aliases more.
 *
 * @typedef {'longer' | 'mean'} LevelRule
 */

/**
 * The level of a pyramid at which a pixel of it is as large as a pixel of the output, under affine
 * maps: log2 of a singular value σ of the Jacobian, 0 where nothing shrinks. As numbers of the host,
 * which cost less than ops of small tensors and say which levels are read at all.
 *
 * @param {import('@tfjs-stn/core').HomographyField} field of affine maps
 * @param {readonly [height: number, width: number]} imageSize
 * @param {LevelRule} rule
 * @returns {number[]} one per item of the batch
 */
function levelNumbers({ matrix, outputSize }, [height, width], rule) {
  const values = matrix.dataSync();
  const [perRow, perColumn] = outputSize;
  return Array.from({ length: matrix.shape[0] }, (_, item) => {
    const entry = (/** @type {number} */ index) => values[9 * item + index] ?? NaN;
    const [a, b] = [(entry(0) * width) / perColumn, (entry(1) * width) / perRow];
    const [c, d] = [(entry(3) * height) / perColumn, (entry(4) * height) / perRow];
    const [turning, mirroring] = [Math.hypot(a + d, b - c), Math.hypot(a - d, b + c)];
    const longer = Math.log2(Math.max(1, (turning + mirroring) / 2));
    const shorter = Math.log2(Math.max(1, Math.abs(turning - mirroring) / 2));
    return rule === 'longer' ? longer : (longer + shorter) / 2;
  });
}

/** Keeps the slope of a square root finite where the singular values are equal. */
const tiny = 1e-12;

/**
 * The same, differentiable in the matrix, so that the level takes part in the gradient by θ.
 *
 * @param {import('@tfjs-stn/core').HomographyField} field of affine maps
 * @param {readonly [height: number, width: number]} imageSize
 * @param {LevelRule} rule
 * @returns {tf.Tensor} `[batch, 1, 1, 1]`
 */
function levelTensor({ matrix, outputSize }, imageSize, rule) {
  const batch = matrix.shape[0];
  /** Input pixels per output pixel. */
  const entry = (/** @type {number} */ row, /** @type {number} */ column) => {
    const scale = (imageSize[1 - row] ?? 1) / (outputSize[1 - column] ?? 1);
    return tf.mul(tf.reshape(tf.slice(matrix, [0, row, column], [batch, 1, 1]), [-1]), scale);
  };
  const [a, b, c, d] = [entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1)];
  // The singular values of [a b; c d] are half the sum and half the difference of these.
  const turning = length(tf.add(a, d), tf.sub(b, c));
  const mirroring = length(tf.sub(a, d), tf.add(b, c));
  const longer = levelFor(tf.div(tf.add(turning, mirroring), 2));
  const shorter = levelFor(tf.div(tf.abs(tf.sub(turning, mirroring)), 2));
  const level = rule === 'longer' ? longer : tf.div(tf.add(longer, shorter), 2);
  return tf.reshape(level, [batch, 1, 1, 1]);
}

function length(/** @type {tf.Tensor} */ x, /** @type {tf.Tensor} */ y) {
  return tf.sqrt(tf.add(tf.add(tf.square(x), tf.square(y)), tiny));
}

function levelFor(/** @type {tf.Tensor} */ singularValue) {
  return tf.div(tf.log(tf.maximum(singularValue, 1)), Math.LN2);
}

/** As a plugin of the benchmarks. */
export const longer = mipPyramid(bilinear(), 'longer');
export const mean = mipPyramid(bilinear(), 'mean');
