import { describe, expect, it } from 'vitest';
import { oracleGridSample, seededRandom } from '@tfjs-stn/testing';
import type { OracleSamplingOptions } from '@tfjs-stn/testing';

const size = 1080;
// Pixel i has the value i, so bilinear sampling inside reads the pixel coordinate back.
const image = {
  shape: [1, 1, size, 1],
  data: Float64Array.from({ length: size }, (_, index) => index),
};

function read(x: number, options: OracleSamplingOptions): number {
  return oracleGridSample({ ...options, image, grid: { shape: [1, 1, 1, 2], data: [x, 0] } })
    .data[0]!;
}

describe('float32 coordinates of the oracle', () => {
  const next = seededRandom(11);
  const xs = Array.from({ length: 200 }, () => Math.fround(1.98 * next() - 0.99));
  const f = Math.fround;

  it('round every step in the order of the definition', () => {
    const options = { coordinates: 'float32' } as const;
    for (const x of xs) {
      expect(read(x, options)).toBeCloseTo(f(f(f(f(x + 1) * size) - 1) / 2), 9);
      const aligned = f(f(f(x + 1) / 2) * (size - 1));
      expect(read(x, { ...options, alignCorners: true })).toBeCloseTo(aligned, 9);
    }
  });

  it('differ from float64 ones, by about an ulp of the coordinate', () => {
    const differences = xs.map((x) => Math.abs(read(x, {}) - read(x, { coordinates: 'float32' })));
    expect(Math.max(...differences)).toBeGreaterThan(1e-5);
    expect(Math.max(...differences)).toBeLessThan(2e-4);
  });

  it('reflect with the right parity within an ulp of a mirror', () => {
    for (const turns of [2, 3, 40, 41]) {
      const edge = 2 * turns - 1;
      for (const x of [f(edge * (1 - 2 ** -24)), edge, f(edge * (1 + 2 ** -23))]) {
        const value = read(x, { padding: 'reflection', coordinates: 'float32' });
        // Every odd turn ends at the right edge, every even one at the left.
        expect(Math.abs(value - (turns % 2 === 1 ? size - 1 : 0))).toBeLessThan(0.51);
      }
    }
  });
});
