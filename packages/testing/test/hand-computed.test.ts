import { describe, expect, it } from 'vitest';
import { oracleGridSample, oracleGridSampleGradients } from '@tfjs-stn/testing';
import type { OracleSamplingOptions } from '@tfjs-stn/testing';

/** Normalised coordinate of a pixel coordinate under alignCorners false. */
const normalised = (pixel: number, size: number): number => (2 * pixel + 1) / size - 1;

/** A row of pixels read at one pixel coordinate. */
function read(row: number[], pixel: number, options: OracleSamplingOptions): number {
  const size = row.length;
  const x = options.alignCorners ? (2 * pixel) / (size - 1) - 1 : normalised(pixel, size);
  const image = { shape: [1, 1, size, 1], data: row };
  return oracleGridSample({ ...options, image, grid: { shape: [1, 1, 1, 2], data: [x, 0] } })
    .data[0]!;
}

/** The derivative by the pixel coordinate, of {@link read} under alignCorners false. */
function slope(row: number[], pixel: number, options: OracleSamplingOptions): number {
  const size = row.length;
  const gradients = oracleGridSampleGradients({
    ...options,
    image: { shape: [1, 1, size, 1], data: row },
    grid: { shape: [1, 1, 1, 2], data: [normalised(pixel, size), 0] },
    outputGradient: { shape: [1, 1, 1, 1], data: [1] },
  });
  return (gradients.grid.data[0]! * 2) / size;
}

const ramp = [1, 2, 3, 4];

describe('the oracle, hand-computed values', () => {
  it('interpolates linearly between pixel centres', () => {
    expect(read(ramp, 1.25, {})).toBe(2.25);
    expect(read(ramp, 1.25, { alignCorners: true })).toBeCloseTo(2.25, 12);
  });

  it('pads each tap with fillValue: half a pixel outside is half the fill value', () => {
    expect(read(ramp, -0.5, {})).toBe(0.5);
    expect(read(ramp, -0.5, { fillValue: 10 })).toBe(5.5);
    expect(read(ramp, 3.5, { fillValue: [10] })).toBe(7);
    expect(read(ramp, 9, { fillValue: 10 })).toBe(10);
  });

  it('skips an outside tap with fill value 0 instead of multiplying', () => {
    expect(read([Infinity, 1], -1, {})).toBe(NaN); // inside with weight 0: still multiplied
    expect(read([Infinity, 1], -1.5, {})).toBe(0);
  });

  it('clamps the coordinate with border', () => {
    expect(read(ramp, -7.3, { padding: 'border' })).toBe(1);
    expect(read(ramp, 1e5, { padding: 'border' })).toBe(4);
  });

  it('reflects about pixel edges, or centres with alignCorners; -3.5 ends at 0.5', () => {
    const row = [0, 1];
    expect(read(row, -3.5, { padding: 'reflection' })).toBe(0.5);
    expect(read(row, -3.5, { padding: 'reflection', alignCorners: true })).toBe(0.5);
    expect(read(ramp, -1.25, { padding: 'reflection' })).toBe(1.25);
    expect(read(ramp, -1.25, { padding: 'reflection', alignCorners: true })).toBe(2.25);
    expect(read(ramp, 4.5, { padding: 'reflection' })).toBe(3.5);
    expect(read(ramp, 8, { padding: 'reflection' })).toBe(1);
    expect(read([5], 3.7, { padding: 'reflection' })).toBe(5);
  });

  it('repeats with the period of the size with wrap, for both alignCorners', () => {
    for (const alignCorners of [false, true]) {
      const options = { padding: 'wrap', alignCorners } as const;
      expect(read(ramp, 3.5, options)).toBeCloseTo(2.5, 12);
      expect(read(ramp, -0.5, options)).toBeCloseTo(2.5, 12);
      expect(read(ramp, -2.75, options)).toBeCloseTo(2.25, 12);
      expect(read(ramp, 9.25, options)).toBeCloseTo(2.25, 12);
    }
  });

  it('rounds half to even for nearest, after padding', () => {
    const options = { kernel: 'nearest' } as const;
    expect([0.5, 1.5, 2.5].map((pixel) => read(ramp, pixel, options))).toEqual([1, 3, 3]);
    expect(read(ramp, -0.5, options)).toBe(1);
    expect(read(ramp, -0.51, options)).toBe(0);
    // 3.5 rounds to 4, outside; clamped to 3 first.
    expect(read(ramp, 3.5, { ...options, fillValue: 9 })).toBe(9);
    expect(read(ramp, 3.5, { ...options, padding: 'border' })).toBe(4);
  });

  it('weights a bicubic impulse with 0.59375 half a pixel away, -0.09375 one and a half', () => {
    const impulse = [0, 0, 0, 1, 0, 0, 0, 0];
    const options = { kernel: 'bicubic' } as const;
    expect(read(impulse, 3.5, options)).toBe(0.59375);
    expect(read(impulse, 2.5, options)).toBe(0.59375);
    expect(read(impulse, 4.5, options)).toBe(-0.09375);
    expect(read(impulse, 1.5, options)).toBe(-0.09375);
    expect(read(impulse, 3, options)).toBe(1);
  });

  it('pads each bicubic tap separately', () => {
    // Weights -0.09375, 0.59375, 0.59375, -0.09375 on pixels -2, -1, 0, 1.
    const row = [1, 2, 4, 8];
    const at = (padding: 'zeros' | 'border' | 'reflection' | 'wrap', alignCorners = false) =>
      read(row, -0.5, { kernel: 'bicubic', padding, alignCorners });
    expect(at('zeros')).toBe(0.59375 * 1 - 0.09375 * 2);
    expect(at('border')).toBe(-0.09375 + 0.59375 * 2 - 0.09375 * 2);
    expect(at('reflection')).toBe(-0.09375 * 2 + 0.59375 * 2 - 0.09375 * 2);
    expect(at('reflection', true)).toBeCloseTo(-0.09375 * 4 + 0.59375 * 3 - 0.09375 * 2, 12);
    expect(at('wrap')).toBe(-0.09375 * 4 + 0.59375 * 9 - 0.09375 * 2);
  });
});

describe('the oracle, hand-computed derivatives', () => {
  it('takes the right-hand derivative at an integer coordinate', () => {
    expect(slope([0, 1, 5, 5], 1, {})).toBe(4);
  });

  it('is 0 on and beyond the borders, inclusive', () => {
    const at = (pixel: number) => slope([1, 2, 4, 8], pixel, { padding: 'border' });
    expect([-1, 0, 0.25, 2.75, 3, 4].map(at)).toEqual([0, 0, 1, 4, 0, 0]);
  });

  it('changes sign with the parity of reflections', () => {
    const at = (pixel: number) => slope([1, 2, 4, 8], pixel, { padding: 'reflection' });
    expect([-1.75, -0.25, 0.25, 4.25, 8.25].map(at)).toEqual([-1, 0, 1, -4, 1]);
  });

  it('includes the fill value', () => {
    expect(slope([1, 2, 4, 8], -0.5, { fillValue: 3 })).toBe(-2);
    expect(slope([1, 2, 4, 8], -0.5, {})).toBe(1);
  });

  it('is 0 for nearest', () => {
    expect(slope([1, 2, 4, 8], 1.2, { kernel: 'nearest' })).toBe(0);
  });
});
