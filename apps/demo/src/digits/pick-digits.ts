import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training';

import type { Digits } from './digits.js';

const PIXELS = DIGIT_SIZE * DIGIT_SIZE;

/** Copies the digits with the given indices, in their order. */
export function pickDigits(digits: Digits, indices: Iterable<number>): Digits {
  const chosen = [...indices];
  const images = new Float32Array(chosen.length * PIXELS);
  chosen.forEach((index, position) => {
    images.set(digits.images.subarray(index * PIXELS, (index + 1) * PIXELS), position * PIXELS);
  });
  const labels = Uint8Array.from(chosen, (index) => digits.labels[index] as number);
  return { count: chosen.length, images, labels };
}
