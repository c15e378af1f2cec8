import * as tf from '@tensorflow/tfjs-core';
import { seededRandom } from '@tfjs-stn/testing';

import { thetaTensor, transformerOf } from './contestants.mjs';
import { exactAreaMean } from './exact-area-mean.mjs';
import { shrinkingMap } from './maps.mjs';

/** In normalised units: hundredths of a pixel, over which areas change almost linearly. */
const step = 1e-4;

/**
 * Where each contestant's gradient by θ points, of a weighted sum of its output.
 *
 * @param {import('./cases.mjs').Case} one
 * @param {readonly import('./contestants.mjs').Contestant[]} contestants
 * @returns {(number | undefined)[]} degrees between it and the exact area mean's, undefined where there
 *   is none: it is 0, or no number
 */
export function gradientAngles({ picture, shrinking }, contestants) {
  const { theta, outputSize } = shrinkingMap(picture.side, shrinking);
  const random = seededRandom(3);
  const weights = Float32Array.from(
    { length: outputSize[0] * outputSize[1] },
    () => 2 * random() - 1,
  );
  const total = (/** @type {readonly number[]} */ at) =>
    exactAreaMean({ image: picture, theta: at, outputSize }).reduce(
      (sum, value, i) => sum + value * (weights[i] ?? NaN),
      0,
    );
  const exact = theta.map((_, index) => {
    const moved = (/** @type {number} */ by) =>
      theta.map((value, i) => value + (i === index ? by : 0));
    return (total(moved(step)) - total(moved(-step))) / (2 * step);
  });
  return contestants.map((contestant) =>
    tf.tidy(() => {
      const image = tf.tensor4d(picture.data, [1, picture.side, picture.side, 1]);
      const dy = tf.tensor4d(weights, [1, ...outputSize, 1]);
      const apply = transformerOf(contestant, outputSize);
      const gradient = tf.grad((t) => apply(image, /** @type {tf.Tensor2D} */ (t)));
      return degreesBetween([...gradient(thetaTensor(theta), dy).dataSync()], exact);
    }),
  );
}

/**
 * @param {readonly number[]} one
 * @param {readonly number[]} other
 */
function degreesBetween(one, other) {
  const dot = one.reduce((sum, value, i) => sum + value * (other[i] ?? NaN), 0);
  const cosine = dot / (Math.hypot(...one) * Math.hypot(...other));
  return Number.isNaN(cosine) ? undefined : (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;
}
