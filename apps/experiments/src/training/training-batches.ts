import type { Tensor4D } from '@tensorflow/tfjs-core';
import {
  easedDistortion,
  randomSource,
  randomThetas,
  shuffledOrder,
} from '@tfjs-stn-apps/digit-training';

import type { Digits } from '../data/digits.js';
import { pickDigits } from '../data/pick-digits.js';
import { distort } from '../distortion/distort.js';
import { distortions } from '../distortion/distortions.js';
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
  const { imageSize } = distortion;
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
    const eased = easedDistortion(distortion, step / steps);
    const thetas = randomThetas(eased, imageSize, batch, random);
    return { images: distort(chosen, thetas, imageSize), labels: chosen.labels };
  };
}
