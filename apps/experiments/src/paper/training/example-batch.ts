import { concat, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import { shuffledOrder, type RandomSource } from '@tfjs-stn-apps/digit-training';
import { pickDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';

import type { PaperDistortion } from '../cell.js';
import { distortDigits } from './distort-digits.js';

/** Images and the classes to be found in them. */
export interface ExampleBatch {
  /** `[count, size, size, channels]` */
  readonly images: Tensor4D;
  readonly labels: Uint8Array;
}

/** Classes and channels of the images of a column. */
export function exampleKind(distortion: PaperDistortion): {
  readonly classes: number;
  readonly channels: number;
} {
  return distortion === 'ADD' ? { classes: 19, channels: 2 } : { classes: 10, channels: 1 };
}

/**
 * Examples of a column: distorted digits, or for ADD each digit with another of the batch in a second
 * channel, distorted on its own, and the sum of both.
 *
 * @returns images, owned by the caller, that depend on `random` and the digits alone
 */
export function exampleBatch(
  distortion: PaperDistortion,
  digits: Digits,
  random: RandomSource,
): ExampleBatch {
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
