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
