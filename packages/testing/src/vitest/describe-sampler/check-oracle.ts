import { grad, tensor, type Tensor, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import { gridSample, warp, type Sampler } from '@tfjs-stn/core';

import type { HomographyCase } from '../../cases/homography-cases.js';
import type { SamplingCase } from '../../cases/sampling-cases.js';
import { expectClose } from '../../matchers/expect-close.js';
import { oracleGridSample, oracleGridSampleGradients } from '../../oracle/grid-sample.js';
import {
  oracleHomographyWarp,
  oracleHomographyWarpGradients,
} from '../../oracle/homography-warp.js';
import type { OracleKernel } from '../../oracle/kernel.js';
import type { OracleKernelName } from '../../oracle/kernels.js';
import { tensor4dOf } from './inputs.js';

/** Rounding of float32 against float64, with the same coordinates. */
const forwardTolerance = { rtol: 1e-5, atol: 2e-6 };
const gradientTolerance = { rtol: 1e-4, atol: 2e-5 };

/** Compares output and gradients for a grid; no grid gradient for a composite. */
export function checkGrid(
  sampler: Sampler,
  kernel: OracleKernelName | OracleKernel,
  testCase: SamplingCase,
): void {
  const { padding, fillValue, alignCorners, outputGradient } = testCase;
  const image = tensor4dOf(testCase.image);
  const grid = tensor4dOf(testCase.grid);
  const dy = tensor4dOf(outputGradient);
  const options = { sampler, padding, alignCorners, ...(padding === 'zeros' && { fillValue }) };
  const oracle = { ...testCase, kernel, coordinates: 'float32' as const };

  expectClose(gridSample(image, grid, options), oracleGridSample(oracle), {
    ...forwardTolerance,
    what: 'output',
  });
  const expected = oracleGridSampleGradients(oracle);
  const gradImage = grad((x: Tensor) => gridSample(x as Tensor4D, grid, options))(image, dy);
  expectClose(gradImage, expected.image, { ...gradientTolerance, what: 'image gradient' });
  if (sampler.kind === 'composite') return;
  const gradGrid = grad((x: Tensor) => gridSample(image, x as Tensor4D, options))(grid, dy);
  expectClose(gradGrid, expected.grid, { ...gradientTolerance, what: 'grid gradient' });
}

/** Compares output and gradients for homographies; no matrix gradient for a composite. */
export function checkHomography(
  sampler: Sampler,
  kernel: OracleKernelName | OracleKernel,
  testCase: HomographyCase,
): void {
  const { padding, fillValue, alignCorners, outputSize } = testCase;
  const image = tensor4dOf(testCase.image);
  const matrix = tensor(testCase.matrix.data, [...testCase.matrix.shape]);
  const dy = tensor4dOf(testCase.outputGradient);
  const options = { sampler, padding, ...(padding === 'zeros' && { fillValue }) };
  const apply = (x: Tensor4D, m: Tensor): Tensor4D =>
    warp(x, { kind: 'homography', matrix: m as Tensor3D, outputSize, alignCorners }, options);
  const oracle = { ...testCase, kernel, coordinates: 'float32' as const };

  expectClose(apply(image, matrix), oracleHomographyWarp(oracle), {
    ...forwardTolerance,
    what: 'output',
  });
  const expected = oracleHomographyWarpGradients(oracle);
  const gradImage = grad((x: Tensor) => apply(x as Tensor4D, matrix))(image, dy);
  expectClose(gradImage, expected.image, { ...gradientTolerance, what: 'image gradient' });
  // Near the horizon coordinates are huge. They amplify the sum of a wide kernel's slopes, which is
  // 0 only up to rounding.
  if (sampler.kind === 'composite' || (testCase.kind === 'horizon' && sampler.taps > 2)) return;
  const gradMatrix = grad((m: Tensor) => apply(image, m))(matrix, dy);
  // Sums over all pixels whose terms cancel: float32 errors scale with the largest.
  const largest = expected.matrix.data.reduce(
    (most, value) => Math.max(most, Math.abs(value) || 0),
    1,
  );
  const atol = gradientTolerance.atol * largest;
  expectClose(gradMatrix, expected.matrix, {
    ...gradientTolerance,
    atol,
    what: 'matrix gradient',
  });
}
