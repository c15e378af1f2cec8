import {
  easedDistortion,
  randomSource,
  randomThetas,
  shuffledOrder,
} from '@tfjs-stn-apps/digit-training';

import { pickDigits } from '../digits/pick-digits.js';
import type { Digits } from '../digits/digits.js';
import { distort } from '../distortion/distort.js';
import { distortions, IMAGE_SIZE, type DistortionName } from '../distortion/distortions.js';
import type { TrainingBatch } from './score-gradients.js';

/** What the batches of a training depend on. */
export interface Schedule {
  readonly distortion: DistortionName;
  /** Batches in all. */
  readonly steps: number;
  /** Images per batch. */
  readonly batch: number;
  readonly seed: number;
  /** Whether distortions have their full size from the first step on. */
  readonly further: boolean;
}

const streams = { order: 2, distortion: 3 } as const;

/**
 * The batch of every step: the digits in a new order in every epoch, distorted anew every time,
 * little at first, if the net is new. The images are the caller's to dispose.
 */
export function trainingBatches(
  digits: Digits,
  { distortion, steps, batch, seed, further }: Schedule,
): (step: number) => TrainingBatch {
  const perEpoch = Math.max(1, Math.floor(digits.count / batch));
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
    const eased = easedDistortion(distortions[distortion], further ? 1 : step / steps);
    const thetas = randomThetas(eased, IMAGE_SIZE, chosen.count, random);
    return { images: distort(chosen, thetas), labels: chosen.labels };
  };
}
