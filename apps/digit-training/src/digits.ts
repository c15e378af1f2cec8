/** Height and width of an MNIST image, in pixels. */
export const DIGIT_SIZE = 28;

const PIXELS = DIGIT_SIZE * DIGIT_SIZE;

/** Handwritten digits and their labels. */
export interface Digits {
  readonly count: number;
  /** `count · 28 · 28` grey values, 0 (paper) to 255 (ink). */
  readonly images: Uint8Array;
  /** `count` labels, 0 to 9. */
  readonly labels: Uint8Array;
}

/** Copies the digits with the given indices, in that order. */
export function pickDigits(digits: Digits, indices: Iterable<number>): Digits {
  const chosen = [...indices];
  const images = new Uint8Array(chosen.length * PIXELS);
  chosen.forEach((index, position) => {
    images.set(digits.images.subarray(index * PIXELS, (index + 1) * PIXELS), position * PIXELS);
  });
  const labels = Uint8Array.from(chosen, (index) => digits.labels[index] as number);
  return { count: chosen.length, images, labels };
}

/** One byte for the label and half a byte per pixel. */
const BYTES_EACH = 1 + PIXELS / 2;

/**
 * Unpacks digits as the demo's `scripts/pack-digits.mjs` writes them, once they are gunzipped: all
 * labels, then all pixels with 16 grey values, two per byte, the left one in the upper half.
 *
 * @throws RangeError if the length is not that of a whole number of digits
 */
export function unpackDigits(bytes: Uint8Array): Digits {
  const count = bytes.length / BYTES_EACH;
  if (!Number.isInteger(count) || count === 0) {
    throw new RangeError(
      `unpackDigits: a file must have ${BYTES_EACH} bytes per digit, got ${bytes.length} in all`,
    );
  }
  const images = new Uint8Array(count * PIXELS);
  for (let pair = 0; pair < images.length / 2; pair++) {
    const byte = bytes[count + pair] as number;
    // 15 · 17 is 255.
    images[2 * pair] = 17 * (byte >> 4);
    images[2 * pair + 1] = 17 * (byte & 15);
  }
  return { count, images, labels: bytes.slice(0, count) };
}
