import * as tf from '@tensorflow/tfjs-core';

import { thetaTensor, transformerOf } from './contestants.mjs';
import { exactAreaMean } from './exact-area-mean.mjs';
import { shrinkingMap } from './maps.mjs';

/**
 * How far each contestant is from the exact area mean.
 *
 * @param {import('./cases.mjs').Case} one
 * @param {readonly import('./contestants.mjs').Contestant[]} contestants
 * @returns {number[]} root mean square, one per contestant
 */
export function errorsOf({ picture, shrinking }, contestants) {
  const { theta, outputSize } = shrinkingMap(picture.side, shrinking);
  const exact = exactAreaMean({ image: picture, theta, outputSize });
  return contestants.map((contestant) =>
    tf.tidy(() => {
      const image = tf.tensor4d(picture.data, [1, picture.side, picture.side, 1]);
      const output = transformerOf(contestant, outputSize)(image, thetaTensor(theta)).dataSync();
      const squares = exact.reduce((sum, value, i) => sum + (value - (output[i] ?? NaN)) ** 2, 0);
      return Math.sqrt(squares / exact.length);
    }),
  );
}
