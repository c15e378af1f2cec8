import { setImmediate } from 'node:timers/promises';

import * as tf from '@tensorflow/tfjs-core';
import { seededRandom } from '@tfjs-stn/testing';

import { thetaTensor, transformerOf } from './contestants.mjs';
import { shrinkingMap } from './maps.mjs';

/**
 * @typedef {object} Times of a call, ms, one per round
 * @property {number[]} forward
 * @property {number[]} backward forward, and the gradient by θ
 */

/**
 * Times all contestants in turns, so that what happens to the machine meets them alike.
 *
 * @param {object} race
 * @param {number} race.side of the image, which is `[1, side, side, 3]`
 * @param {number} race.by how many times smaller its output is, turned by 10°
 * @param {number} race.rounds
 * @param {readonly import('./contestants.mjs').Contestant[]} race.contestants
 * @returns {Promise<Times[]>} one per contestant
 */
export async function timesOf({ side, by, rounds, contestants }) {
  const { theta: values, outputSize } = shrinkingMap(side, { by: [by, by], turn: 10 }, 1);
  const random = seededRandom(4);
  const pixels = Float32Array.from({ length: side * side * 3 }, () => random());
  const [image, theta] = [tf.tensor4d(pixels, [1, side, side, 3]), thetaTensor(values)];
  const ones = new Float32Array(outputSize[0] * outputSize[1] * 3).fill(1);
  const dy = tf.tensor4d(ones, [1, ...outputSize, 3]);
  const racers = contestants.flatMap((contestant) => {
    const apply = transformerOf(contestant, outputSize);
    const gradient = tf.valueAndGrad((t) => apply(image, /** @type {tf.Tensor2D} */ (t)));
    return [() => apply(image, theta), () => gradient(theta, dy)].map((call) => ({
      call,
      times: /** @type {number[]} */ ([]),
    }));
  });
  // Until the engine has compiled what it runs.
  for (const { call } of [...racers, ...racers]) timed(call);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < racers.length; turn++) {
      const racer = racers[(turn + round) % racers.length];
      racer?.times.push(timed(racer.call));
    }
    await setImmediate();
  }
  tf.dispose([image, theta, dy]);
  return contestants.map((_, index) => ({
    forward: racers[2 * index]?.times ?? [],
    backward: racers[2 * index + 1]?.times ?? [],
  }));
}

/** The wasm backend has done its work when a call returns. */
function timed(/** @type {() => tf.TensorContainer} */ call) {
  const start = performance.now();
  const result = call();
  const time = performance.now() - start;
  tf.dispose(result);
  return time;
}
