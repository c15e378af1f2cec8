import { maximum, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  distort,
  randomThetas,
  type RandomSource,
  type TrainingBatch,
} from '@tfjs-stn-apps/digit-training';
import { DIGIT_SIZE, type Digits } from '@tfjs-stn-apps/digit-training/digits';

import type { CoLocalisation } from '../cell.js';
import { inkPatches } from './distort-digits.js';

/** Height and width of the images of co-localisation, in pixels. */
export const SHIFTED_SIZE = 84;
/** The side of a digit's box, relative to the image's. */
export const BOX = DIGIT_SIZE / SHIFTED_SIZE;
/** Patches of other digits in an image of CO-TC. */
const PATCHES = 16;

/** Images with one digit each, and where it is. */
export interface ShiftedDigits extends TrainingBatch {
  /** The centre of every digit, x and y, normalised. */
  readonly centres: Float32Array;
}

/** Digits anywhere in 84×84 pixels, for CO-TC with 16 6×6 patches of other digits. */
export function shiftedDigits(
  distortion: CoLocalisation,
  digits: Digits,
  random: RandomSource,
): ShiftedDigits {
  const ranges = { maxAngle: 0, scale: [1, 1], maxShift: (SHIFTED_SIZE - DIGIT_SIZE) / 2 } as const;
  const thetas = randomThetas(ranges, SHIFTED_SIZE, digits.count, random);
  // θ maps the centre to 0.
  const centres = Float32Array.from({ length: 2 * digits.count }, (_, at) => {
    const row = 6 * Math.floor(at / 2) + 3 * (at % 2);
    return -(thetas[row + 2] as number) * BOX;
  });
  const images = tidy((): Tensor4D => {
    const shifted = distort(digits, thetas, SHIFTED_SIZE);
    if (distortion === 'CO-T') return shifted;
    return maximum(shifted, inkPatches(digits, random, [SHIFTED_SIZE, SHIFTED_SIZE], PATCHES));
  });
  return { images, labels: digits.labels, centres };
}

/**
 * How many boxes find their digit: those whose intersection over union with the digit's 28×28 pixels
 * is above 0.5.
 *
 * @param thetas of `attention`, `[count, 3]`
 * @param centres the digits', `[count, 2]`, normalised
 */
export function foundBoxes(thetas: ArrayLike<number>, centres: Float32Array): number {
  let found = 0;
  for (let index = 0; index < centres.length / 2; index++) {
    const side = Math.abs(thetas[3 * index] as number);
    const overlap = [0, 1].map((axis) => {
      const distance = Math.abs(
        (thetas[3 * index + 1 + axis] as number) - (centres[2 * index + axis] as number),
      );
      // Half sides are in the same units as centres.
      return Math.max(0, Math.min(2 * side, 2 * BOX, side + BOX - distance));
    });
    const both = (overlap[0] as number) * (overlap[1] as number);
    if (both / (4 * side * side + 4 * BOX * BOX - both) > 0.5) found += 1;
  }
  return found;
}
