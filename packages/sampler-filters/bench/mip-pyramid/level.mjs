import * as tf from '@tensorflow/tfjs-core';

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
export function levelNumbers({ matrix, outputSize }, [height, width], rule) {
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
export function levelTensor({ matrix, outputSize }, imageSize, rule) {
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
