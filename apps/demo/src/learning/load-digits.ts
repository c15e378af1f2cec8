import { DIGIT_SIZE, type Digits } from '@tfjs-stn-apps/digit-training/digits';

import testUrl from '../assets/digits-test.bin?url';
import trainingUrl from '../assets/digits-training.bin?url';
import { fetchBytes } from '../fetch-bytes.js';

const urls = { training: trainingUrl, test: testUrl } as const;
const loaded = new Map<keyof typeof urls, Promise<Digits>>();

/**
 * Loads the training or the test digits, once.
 *
 * @throws PlainError if they can't be loaded
 */
export function loadDigits(set: keyof typeof urls): Promise<Digits> {
  const known = loaded.get(set);
  if (known) return known;
  const loading = fetchDigits(urls[set]);
  loaded.set(set, loading);
  loading.catch(() => loaded.delete(set));
  return loading;
}

async function fetchDigits(url: string): Promise<Digits> {
  const packed = await fetchBytes(new URL(url, self.location.href), 'The digits');
  const plain = new Response(packed).body?.pipeThrough(new DecompressionStream('gzip'));
  return unpackDigits(new Uint8Array(await new Response(plain).arrayBuffer()));
}

const PIXELS = DIGIT_SIZE * DIGIT_SIZE;
/** One byte for the label and half a byte per pixel. */
const BYTES_EACH = 1 + PIXELS / 2;

/**
 * Unpacks digits as `scripts/pack-digits.mjs` writes them: all labels, then all pixels with 16 grey
 * values, two per byte, the left one in the upper half.
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
