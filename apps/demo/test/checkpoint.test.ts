import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../src/model/checkpoint.js';

const checkpoint: Checkpoint = {
  transform: 'tps',
  distortion: 'moved',
  steps: 12,
  weights: [
    { shape: [2, 2], values: Float32Array.of(1, -2.5, 3.25e-9, 1 / 3) },
    { shape: [1], values: Float32Array.of(-0.1) },
  ],
};

describe('checkpoints', () => {
  it('decode to what was encoded', () => {
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
  });

  it('decode to 8 bits of precision from 16 bits per value', () => {
    const { weights } = decodeCheckpoint(encodeCheckpoint(checkpoint, 16));
    weights.forEach(({ shape, values }, index) => {
      const { shape: expectedShape, values: expected } = checkpoint.weights[index]!;
      expect(shape).toEqual(expectedShape);
      values.forEach((value, at) => {
        expect(Math.abs(value / expected[at]! - 1)).toBeLessThanOrEqual(2 ** -8);
      });
    });
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['something else', new TextEncoder().encode('a file of another kind')],
    ['half of one', encodeCheckpoint(checkpoint).slice(0, -4)],
    ['one of an unknown transform', edited('"tps"', '"xyz"')],
    ['one of an impossible shape', edited('[2,2]', '["2"]')],
  ])('are refused: %s', (_what, bytes) => {
    expect(() => decodeCheckpoint(bytes)).toThrow(/^decodeCheckpoint: a saved model must have /);
  });

  it('are refused with weights that are not finite', () => {
    const weights = [{ shape: [1], values: Float32Array.of(Number.NaN) }];
    expect(() => decodeCheckpoint(encodeCheckpoint({ ...checkpoint, weights }))).toThrow(
      'a saved model must have finite weights',
    );
  });

  it('include the net of the page', async () => {
    const bytes = await readFile(new URL('../src/assets/pretrained.bin', import.meta.url));
    const { transform, weights } = decodeCheckpoint(bytes);
    expect(transform).toBe('affine');
    expect(weights.length).toBeGreaterThan(8);
  });
});

/** A checkpoint's bytes with a word of the header replaced, filled up to the same length. */
function edited(from: string, to: string): Uint8Array {
  const text = Buffer.from(encodeCheckpoint(checkpoint)).toString('latin1');
  return Buffer.from(text.replace(from, to.padEnd(from.length)), 'latin1');
}
