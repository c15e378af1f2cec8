import { describe, expect, it } from 'vitest';
import {
  oracleHomographyGrid,
  oracleHomographyWarp,
  oracleHomographyWarpGradients,
} from '@tfjs-stn/testing';
import type { OraclePadding } from '@tfjs-stn/testing';

// w = 1 - 2x: columns at x = -0.75, -0.25, 0.25 have w > 0, the one at 0.75 has w = -0.5.
const matrix = { shape: [1, 3, 3], data: [1, 0, 0, 0, 1, 0, -2, 0, 1] };
const outputSize = [1, 4] as const;
const image = { shape: [1, 2, 2, 1], data: [1, 2, 3, 4] };
const paddings: readonly OraclePadding[] = ['zeros', 'border', 'reflection', 'wrap'];

describe('the oracle behind the horizon', () => {
  it.each(paddings)('gives the fill value with padding %s', (padding) => {
    const output = oracleHomographyWarp({ image, matrix, outputSize, padding, fillValue: 9 });
    expect(output.data[3]).toBe(9);
    expect(oracleHomographyWarp({ image, matrix, outputSize, padding }).data[3]).toBe(0);
  });

  it.each(paddings)('gives gradients of 0 with padding %s', (padding) => {
    const outputGradient = { shape: [1, 1, 4, 1], data: [0, 0, 0, 1] };
    const inputs = { image, matrix, outputSize, padding, fillValue: 9, outputGradient };
    const gradients = oracleHomographyWarpGradients(inputs);
    expect(gradients.image.data.every((value) => value === 0)).toBe(true);
    expect(gradients.matrix.data.every((value) => value === 0)).toBe(true);
  });

  it('treats w = 0 as behind', () => {
    const onHorizon = { shape: [1, 3, 3], data: [1, 0, 0, 0, 1, 0, -4, 0, 1] };
    const output = oracleHomographyWarp({
      image,
      matrix: onHorizon,
      outputSize,
      padding: 'border',
    });
    expect(output.data[2]).toBe(0);
  });

  it.each([
    ['w = 0', 'border', -4],
    ['an infinite coordinate', 'border', -4 * (1 - 2 ** -52)],
  ] as const)('%s gives no NaN in the matrix gradient', (_, padding, slope) => {
    const edge = { shape: [1, 3, 3], data: [1e300, 0, 0, 0, 1e300, 0, slope, 0, 1] };
    const outputGradient = { shape: [1, 1, 4, 1], data: [0, 0, 1, 0] };
    const row = { shape: [1, 1, 2, 1], data: [1, 2] };
    const inputs = { image: row, matrix: edge, outputSize, padding, outputGradient };
    const { matrix } = oracleHomographyWarpGradients(inputs);
    expect(matrix.data.every((value) => value === 0)).toBe(true);
  });

  it('has an infinite grid, and a projected one elsewhere', () => {
    const grid = oracleHomographyGrid({ matrix, outputSize });
    expect([...grid.data]).toEqual([-0.3, 0, -0.25 / 1.5, 0, 0.5, 0, Infinity, Infinity]);
  });

  it('propagates a NaN in the matrix', () => {
    const broken = { shape: [1, 3, 3], data: [1, 0, 0, 0, 1, 0, NaN, 0, 1] };
    const outputGradient = { shape: [1, 1, 4, 1], data: [1, 1, 1, 1] };
    const inputs = { image, matrix: broken, outputSize };
    expect([...oracleHomographyWarp(inputs).data]).toEqual([NaN, NaN, NaN, NaN]);
    const gradients = oracleHomographyWarpGradients({ ...inputs, outputGradient });
    expect(gradients.matrix.data.every(Number.isNaN)).toBe(true);
    expect([...gradients.image.data]).toEqual([0, 0, 0, 0]);
  });
});
