import { concat, tidy } from '@tensorflow/tfjs-core';
import {
  shuffledOrder,
  type RandomSource,
  type TrainingBatch,
} from '@tfjs-stn-apps/digit-training';
import { pickDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';

import {
  isCoLocalisation,
  isMultiDigit,
  type CoLocalisation,
  type MultiDigit,
  type PaperDistortion,
} from '../cell.js';
import { distortDigits } from './distort-digits.js';
import { numberBatch } from './number-batch.js';
import { shiftedDigits } from './shifted-digits.js';

/** Classes and channels of the images of a column with one class per image. */
export function exampleKind(distortion: Exclude<PaperDistortion, MultiDigit | CoLocalisation>): {
  readonly classes: number;
  readonly channels: number;
} {
  return distortion === 'ADD' ? { classes: 19, channels: 2 } : { classes: 10, channels: 1 };
}

/**
 * Examples of a column: distorted digits; for ADD each digit with another of the batch in a second
 * channel, distorted on its own, and the sum of both; or numbers that begin with the digits.
 *
 * @returns images, owned by the caller, that depend on `random` and the digits alone; and one label
 *   for each, or for a number one for each of its places
 */
export function exampleBatch(
  distortion: PaperDistortion,
  digits: Digits,
  random: RandomSource,
): TrainingBatch {
  if (isCoLocalisation(distortion)) return shiftedDigits(distortion, digits, random);
  if (isMultiDigit(distortion)) return numberBatch(distortion, digits, random);
  if (distortion !== 'ADD') {
    return { images: distortDigits(distortion, digits, random), labels: digits.labels };
  }
  const others = pickDigits(digits, shuffledOrder(digits.count, random));
  const images = tidy(() =>
    concat([distortDigits('RTS', digits, random), distortDigits('RTS', others, random)], 3),
  );
  const labels = digits.labels.map((label, index) => label + (others.labels[index] as number));
  return { images, labels };
}
