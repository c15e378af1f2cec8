import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

import { pickDigits, type Digits } from './digits.js';
import { distort, easedDistortion, randomThetas, type Distortion } from './distortion.js';
import { randomSource, shuffledOrder, streams, TEST_SEED } from './random.js';

/** The images of one step. */
export interface TrainingBatch {
  /** `[batch, imageSize, imageSize, 1]`, 0 (paper) to 1 (ink) */
  readonly images: Tensor4D;
  /** One per image, or of a model with several heads one for each of them. */
  readonly labels: Uint8Array;
  /** `[batch, 10]`, the share of each class to learn. By default all of it is the label's. */
  readonly targets?: Tensor2D;
}

/** Everything the batches of a training depend on. */
export interface Schedule {
  readonly distortion: Distortion;
  /** Height and width of the distorted images, in pixels. */
  readonly imageSize: number;
  /** Number of batches. */
  readonly steps: number;
  /** Images per batch. */
  readonly batch: number;
  readonly seed: number;
  /** Uses the full distortion from the first step on, for a model that is already trained. */
  readonly fullDistortion?: boolean;
}

/**
 * The batch of every step. Digits are shuffled once per epoch and distorted differently every time,
 * only slightly at first. A batch depends on the schedule and its step alone: several models see the
 * same images, and a run can resume at any step.
 *
 * @returns a function from step to batch; the caller disposes the images
 */
export function trainingBatches(
  digits: Digits,
  schedule: Schedule,
): (step: number) => TrainingBatch {
  const { distortion, imageSize, steps, seed, fullDistortion = false } = schedule;
  const digitsOf = shuffledBatches(digits, schedule);
  return (step) => {
    const chosen = digitsOf(step);
    const random = randomSource(seed, streams.distortion, step);
    const eased = easedDistortion(distortion, fullDistortion ? 1 : step / steps);
    const thetas = randomThetas(eased, imageSize, chosen.count, random);
    return { images: distort(chosen, thetas, imageSize), labels: chosen.labels };
  };
}

/**
 * The digits of every step, shuffled once per epoch; the last incomplete batch of an epoch is left
 * out.
 *
 * @returns a function from step to digits
 */
export function shuffledBatches(
  digits: Digits,
  { batch, seed }: Pick<Schedule, 'batch' | 'seed'>,
): (step: number) => Digits {
  const perEpoch = Math.max(1, Math.floor(digits.count / batch));
  let current: { epoch: number; order: Uint32Array } | undefined;
  return (step) => {
    const epoch = Math.floor(step / perEpoch);
    if (current?.epoch !== epoch) {
      const random = randomSource(seed, streams.order, epoch);
      current = { epoch, order: shuffledOrder(digits.count, random) };
    }
    const start = (step % perEpoch) * batch;
    return pickDigits(digits, current.order.subarray(start, start + batch));
  };
}

/** Test digits and the θ that distorts each of them. */
export interface TestBatch {
  readonly digits: Digits;
  /** `[count, 6]` */
  readonly thetas: Float32Array;
}

const TEST_BATCH = 250;

/**
 * All digits of a test set in batches, distorted the same way every time.
 *
 * @param stream separates the random numbers of one app from those of another
 */
export function* testBatches(
  digits: Digits,
  distortion: Distortion,
  imageSize: number,
  stream: readonly number[] = [],
): Generator<TestBatch> {
  for (let start = 0; start < digits.count; start += TEST_BATCH) {
    const count = Math.min(TEST_BATCH, digits.count - start);
    const indices = Array.from({ length: count }, (_, offset) => start + offset);
    const random = randomSource(TEST_SEED, ...stream, start);
    const thetas = randomThetas(distortion, imageSize, count, random);
    yield { digits: pickDigits(digits, indices), thetas };
  }
}
