import { describe, expect, it } from 'vitest';
import {
  expectClose,
  oracleBicubic,
  oracleGridSample,
  oracleGridSampleGradients,
  oracleHomographyGrid,
  oracleHomographyWarp,
  oracleHomographyWarpGradients,
} from '@tfjs-stn/testing';
import type { DenseArray } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';

// The goldens are float64 values rounded once to float32.
const tolerance = { rtol: 1e-7, atol: 1e-7 };

describe('the oracle agrees with PyTorch grid_sample', () => {
  const goldens = [...loadGoldens('grid-sample'), ...loadGoldens('bilinear')];

  it.each(goldens)('$name', (golden) => {
    const inputs = { ...golden, kernel: golden.sampler };
    expectClose(oracleGridSample(inputs), golden.output, { ...tolerance, what: 'output' });
    const { image, grid } = oracleGridSampleGradients(inputs);
    expectClose(image, golden.imageGradient, { ...tolerance, what: 'image gradient' });
    expectClose(grid, golden.gridGradient, { ...tolerance, what: 'grid gradient' });
  });

  it.each(goldens)('$name, with float32 coordinates, which are exact here', (golden) => {
    const inputs = { ...golden, kernel: golden.sampler };
    const single = oracleGridSample({ ...inputs, coordinates: 'float32' });
    expectClose(single, oracleGridSample(inputs), { rtol: 0, atol: 0 });
  });

  it('for every mode, padding and alignCorners', () => {
    const settings = goldens.map((each) => [each.sampler, each.padding, each.alignCorners].join());
    expect(new Set(settings).size).toBe(18);
  });
});

describe("the oracle agrees with ONNX's own tests of GridSample", () => {
  // ONNX publishes four decimals.
  it.each(loadGoldens('onnx-grid-sample'))('$name', (golden) => {
    const read = oracleGridSample({ ...golden, kernel: golden.sampler });
    expectClose(read, golden.output, { rtol: 0, atol: 1e-4, what: 'output' });
  });
});

describe('the oracle agrees with SciPy map_coordinates', () => {
  it.each(loadGoldens('map-coordinates'))('$name', (golden) => {
    expectClose(oracleGridSample(golden), golden.output, { ...tolerance, what: 'output' });
    const { image, grid } = oracleGridSampleGradients(golden);
    expectClose(image, golden.imageGradient, { ...tolerance, what: 'image gradient' });
    expectClose(grid, golden.gridGradient, { ...tolerance, what: 'grid gradient' });
  });
});

describe('the oracle agrees with Pillow resize', () => {
  const goldens = loadGoldens('resize').filter(({ sampler }) => sampler === 'bicubic');
  it.each(goldens)('$name, a = -0.5', (golden) => {
    const read = oracleGridSample({ ...golden, kernel: oracleBicubic(-0.5) });
    expectClose(read, golden.output, { rtol: 0, atol: 2e-6 });
    const other = oracleGridSample({ ...golden, kernel: 'bicubic' });
    expect(() => expectClose(other, golden.output, { rtol: 0, atol: 1e-2 })).toThrow('expectClose');
  });
});

describe('the oracle agrees with PyTorch affine_grid and grid_sample', () => {
  const goldens = loadGoldens('affine');

  it.each(goldens)('$name', (golden) => {
    const inputs = { ...golden, kernel: golden.sampler, matrix: toMatrix(golden.theta) };
    expectClose(oracleHomographyGrid(inputs), golden.grid, { ...tolerance, what: 'grid' });
    expectClose(oracleHomographyWarp(inputs), golden.output, { ...tolerance, what: 'output' });
    const { image, matrix } = oracleHomographyWarpGradients(inputs);
    expectClose(image, golden.imageGradient, { ...tolerance, what: 'image gradient' });
    const theta = toTheta(matrix);
    expectClose(theta, golden.thetaGradient, { ...tolerance, what: 'theta gradient' });
  });
});

/** `[N, 6]` with the row (0, 0, 1) below it. */
function toMatrix(theta: DenseArray): DenseArray {
  const batch = theta.shape[0]!;
  const items = Array.from({ length: batch }, (_, n) => [
    ...theta.data.slice(n * 6, n * 6 + 6),
    0,
    0,
    1,
  ]);
  return { shape: [batch, 3, 3], data: items.flat() };
}

/** The first two rows of `[N, 3, 3]`, as `[N, 6]`. */
function toTheta(matrix: DenseArray): DenseArray {
  const data = Array.from(matrix.data).filter((_, index) => index % 9 < 6);
  return { shape: [matrix.shape[0]!, 6], data };
}
