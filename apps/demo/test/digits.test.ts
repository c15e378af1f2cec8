import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { firstOfEachClass, readMnist } from '../scripts/mnist.mjs';
import { unpackDigits } from '@tfjs-stn-apps/digit-training/digits';

describe('the page’s digits', () => {
  it.each([
    ['training', 'train', 158],
    ['test', 't10k', 100],
  ] as const)(
    'of the %s set are those of MNIST, to half of one of 16 grey values',
    async (name, set, perClass) => {
      const file = new URL(`../src/assets/digits-${name}.bin`, import.meta.url);
      const digits = unpackDigits(gunzipSync(await readFile(file)));
      const expected = firstOfEachClass(readMnist(set), perClass);
      expect(digits.count).toBe(10 * perClass);
      expect([...digits.labels]).toEqual([...expected.labels]);
      let furthest = 0;
      digits.images.forEach((value, index) => {
        furthest = Math.max(furthest, Math.abs(value - Number(expected.images[index])) / 255);
      });
      expect(furthest).toBeLessThanOrEqual(1 / 30 + 1e-6);
    },
  );

  it('are refused in a file of a wrong length', () => {
    expect(() => unpackDigits(new Uint8Array(394))).toThrow(
      'unpackDigits: a file must have 393 bytes per digit, got 394 in all',
    );
  });
});
