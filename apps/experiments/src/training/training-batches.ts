import type { Tensor4D } from '@tensorflow/tfjs-core';

import type { Digits } from '../data/digits.js';
import { pickDigits } from '../data/pick-digits.js';
import { shuffledOrder } from '../data/shuffled-order.js';
import { distort } from '../distortion/distort.js';
import { distortions } from '../distortion/distortions.js';
import { easedDistortion } from '../distortion/eased-distortion.js';
import { randomThetas } from '../distortion/random-thetas.js';
import { randomSource } from '../random/random-source.js';
import { streams } from '../random/streams.js';
import { countSteps, type Settings } from './settings.js';

/** The images of one step. */
export interface TrainingBatch {
  readonly images: Tensor4D;
  readonly labels: Uint8Array;
}

/**
 * The batch of every step: the digits in a new order in every epoch, distorted anew every time,
 * little at first.
 * Depends on the settings and the step alone, so both models see the same and a run can resume.
 */
export function trainingBatches(
  digits: Digits,
  settings: Settings,
): (step: number) => TrainingBatch {
  const { batch, seed } = settings;
  const distortion = distortions[settings.distortion];
  const steps = countSteps(settings);
  const perEpoch = Math.floor(digits.count / batch);
  let current: { epoch: number; order: Uint32Array } | undefined;
  return (step) => {
    const epoch = Math.floor(step / perEpoch);
    if (current?.epoch !== epoch) {
      const random = randomSource(seed, streams.order, epoch);
      current = { epoch, order: shuffledOrder(digits.count, random) };
    }
    const start = (step % perEpoch) * batch;
    const chosen = pickDigits(digits, current.order.subarray(start, start + batch));
    const random = randomSource(seed, streams.distortion, step);
    const thetas = randomThetas(easedDistortion(distortion, step / steps), batch, random);
    return { images: distort(chosen, thetas, distortion.imageSize), labels: chosen.labels };
  };
}
