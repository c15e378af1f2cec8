import { describe, it } from 'vitest';
import {
  expectGradient,
  oracleBasisWarp,
  oracleBasisWarpGradients,
  oracleBicubic,
  oracleGridSample,
  oracleGridSampleGradients,
  oracleHomographyWarp,
  oracleHomographyWarpGradients,
  seededRandom,
} from '@tfjs-stn/testing';
import type { DenseArray, OracleKernel, OraclePadding } from '@tfjs-stn/testing';

/** Cosine weights on three taps: odd, and with an offset on both sides of 0. */
const threeTaps: OracleKernel = {
  taps: 3,
  weights: (t) => [-1, 0, 1].map((tap) => Math.cos(tap - t)),
  weightDerivatives: (t) => [-1, 0, 1].map((tap) => Math.sin(tap - t)),
};

const kernels = {
  nearest: 'nearest',
  bilinear: 'bilinear',
  bicubic: 'bicubic',
  'bicubic -0.5': oracleBicubic(-0.5),
  'three taps': threeTaps,
} as const;
const paddings: readonly OraclePadding[] = ['zeros', 'border', 'reflection', 'wrap'];

function random(seed: number, shape: number[], low: number, high: number): DenseArray {
  const next = seededRandom(seed);
  const count = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Float64Array.from({ length: count }, () => low + (high - low) * next()) };
}

function dot(a: DenseArray, b: DenseArray): number {
  return Array.from(a.data).reduce((sum, value, index) => sum + value * b.data[index]!, 0);
}

const image = random(1, [2, 4, 5, 2], -1, 1);
const outputSize = [3, 4] as const;
const outputGradient = random(2, [2, 3, 4, 2], -1, 1);
const step = 1e-6;

describe.each(Object.keys(kernels) as (keyof typeof kernels)[])('%s', (name) => {
  const kernel = kernels[name];
  describe.each(paddings)('%s', (padding) => {
    it.each([false, true])(
      'oracle gradients agree with central differences, alignCorners %s',
      (alignCorners) => {
        const shared = { padding, kernel, alignCorners, fillValue: [0.5, -2] };

        const grid = random(3, [2, 3, 4, 2], -2.2, 2.2);
        const ofGrid = { ...shared, image, grid };
        const gradients = oracleGridSampleGradients({ ...ofGrid, outputGradient });
        expectGradient({
          what: 'image gradient',
          point: image.data,
          gradient: gradients.image.data,
          evaluate: (data) =>
            dot(oracleGridSample({ ...ofGrid, image: { ...image, data } }), outputGradient),
        });
        expectGradient({
          what: 'grid gradient',
          step,
          point: grid.data,
          gradient: gradients.grid.data,
          evaluate: (data) =>
            dot(oracleGridSample({ ...ofGrid, grid: { ...grid, data } }), outputGradient),
        });

        // One field for both items: its gradient is summed.
        const matrix = {
          shape: [1, 3, 3],
          data: [1.3, 0.31, 0.11, -0.27, 1.1, 0.07, 0.7, -0.8, 1.2],
        };
        const ofMatrix = { ...shared, image, matrix, outputSize };
        expectGradient({
          what: 'matrix gradient',
          step,
          point: matrix.data,
          gradient: oracleHomographyWarpGradients({ ...ofMatrix, outputGradient }).matrix.data,
          evaluate: (data) =>
            dot(oracleHomographyWarp({ ...ofMatrix, matrix: { ...matrix, data } }), outputGradient),
        });

        const basis = random(4, [12, 5], -1, 1);
        const coefficients = random(5, [2, 5, 2], -1, 1);
        const ofBasis = { ...shared, image, basis, coefficients, outputSize };
        expectGradient({
          what: 'coefficients gradient',
          step,
          point: coefficients.data,
          gradient: oracleBasisWarpGradients({ ...ofBasis, outputGradient }).coefficients.data,
          evaluate: (data) =>
            dot(
              oracleBasisWarp({ ...ofBasis, coefficients: { ...coefficients, data } }),
              outputGradient,
            ),
        });
      },
    );
  });
});

describe('broadcasting in oracle gradients', () => {
  it('sums the gradient of an image shared by several fields', () => {
    const shared = random(6, [1, 4, 5, 2], -1, 1);
    const grid = random(7, [2, 3, 4, 2], -1.5, 1.5);
    const gradients = oracleGridSampleGradients({ image: shared, grid, outputGradient });
    expectGradient({
      point: shared.data,
      gradient: gradients.image.data,
      evaluate: (data) =>
        dot(oracleGridSample({ image: { ...shared, data }, grid }), outputGradient),
    });
  });
});
