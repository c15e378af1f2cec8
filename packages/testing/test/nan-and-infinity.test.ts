import { describe, expect, it } from 'vitest';
import { oracleGridSample, oracleGridSampleGradients } from '@tfjs-stn/testing';
import type { OracleKernelName, OraclePadding } from '@tfjs-stn/testing';

const image = { shape: [1, 2, 3, 1], data: [1, 2, 3, 4, 5, 6] };
const outputGradient = { shape: [1, 1, 1, 1], data: [1] };
const kernels: readonly OracleKernelName[] = ['nearest', 'bilinear', 'bicubic'];
const paddings: readonly OraclePadding[] = ['zeros', 'border', 'reflection', 'wrap'];

function both(x: number, y: number, kernel: OracleKernelName, padding: OraclePadding) {
  const grid = { shape: [1, 1, 1, 2], data: [x, y] };
  const inputs = { image, grid, kernel, padding, fillValue: padding === 'zeros' ? 7 : 0 };
  const gradients = oracleGridSampleGradients({ ...inputs, outputGradient });
  return { value: oracleGridSample(inputs).data[0], gradients };
}

describe.each(kernels)('the oracle, %s', (kernel) => {
  describe.each(paddings)('%s', (padding) => {
    it('propagates NaN to the output and the coordinate gradient, not to the image gradient', () => {
      for (const [x, y] of [
        [NaN, 0],
        [0, NaN],
        [NaN, Infinity],
      ] as const) {
        const { value, gradients } = both(x, y, kernel, padding);
        expect(value).toBe(NaN);
        expect([...gradients.image.data]).toEqual([0, 0, 0, 0, 0, 0]);
        expect([...gradients.grid.data]).toEqual([NaN, NaN]);
      }
    });

    it.each([Infinity, 1e30, 2e7])('treats ±%d as far outside', (far) => {
      const fills = padding === 'zeros';
      // y = 0.5 is the centre of the lower row.
      const right = both(far, 0.5, kernel, padding);
      const left = both(-far, 0.5, kernel, padding);
      expect(right.value).toBe(fills ? 7 : 6);
      expect(left.value).toBe(fills ? 7 : 4);
      expect(right.gradients.grid.data[0]).toBe(0);
      expect(left.gradients.grid.data[0]).toBe(0);
      expect([...left.gradients.image.data]).toEqual([0, 0, 0, fills ? 0 : 1, 0, 0]);
    });
  });
});

describe('the oracle, infinity on a single-pixel axis with alignCorners', () => {
  it('is far outside, although the formula multiplies it by 0', () => {
    const inputs = {
      image: { shape: [1, 1, 1, 1], data: [3] },
      grid: { shape: [1, 1, 1, 2], data: [Infinity, 0] },
      alignCorners: true,
      fillValue: 7,
    };
    expect(oracleGridSample(inputs).data[0]).toBe(7);
    expect(oracleGridSample({ ...inputs, padding: 'border' }).data[0]).toBe(3);
  });
});
