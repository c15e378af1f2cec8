import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training';

import type { Digits } from './digits.js';

const PIXELS = DIGIT_SIZE * DIGIT_SIZE;
/** A byte for the label and half a byte for each pixel. */
const BYTES_EACH = 1 + PIXELS / 2;

/**
 * Reads digits as `scripts/pack-digits.mjs` writes them: all labels, then all pixels with 16 grey
 * values, two to a byte, the left one in the upper half.
 *
 * @throws RangeError if the length is that of no whole number of digits
 */
export function unpackDigits(bytes: Uint8Array): Digits {
  const count = bytes.length / BYTES_EACH;
  if (!Number.isInteger(count) || count === 0) {
    throw new RangeError(
      `unpackDigits: a file of digits has ${BYTES_EACH} bytes for each, got ${bytes.length} in all`,
    );
  }
  const images = new Float32Array(count * PIXELS);
  for (let pair = 0; pair < images.length / 2; pair++) {
    const byte = bytes[count + pair] as number;
    images[2 * pair] = (byte >> 4) / 15;
    images[2 * pair + 1] = (byte & 15) / 15;
  }
  return { count, images, labels: bytes.slice(0, count) };
}
