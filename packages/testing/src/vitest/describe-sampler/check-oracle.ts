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

/** What float32 owes to float64, as the coordinates are the same. */
const forwardTolerance = { rtol: 1e-5, atol: 2e-6 };
const gradientTolerance = { rtol: 1e-4, atol: 2e-5 };

/** Output and gradients at a grid, as the oracle has them; of a composite not those by the grid. */
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
  const byImage = grad((x: Tensor) => gridSample(x as Tensor4D, grid, options))(image, dy);
  expectClose(byImage, expected.image, { ...gradientTolerance, what: 'gradient by image' });
  if (sampler.kind === 'composite') return;
  const byGrid = grad((x: Tensor) => gridSample(image, x as Tensor4D, options))(grid, dy);
  expectClose(byGrid, expected.grid, { ...gradientTolerance, what: 'gradient by grid' });
}

/** Output and gradients along matrices, as the oracle has them; of a composite not by the matrix. */
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
  const byImage = grad((x: Tensor) => apply(x as Tensor4D, matrix))(image, dy);
  expectClose(byImage, expected.image, { ...gradientTolerance, what: 'gradient by image' });
  // Next to the horizon coordinates are huge, and multiply into the gradient what is left of the sum
  // of a wide kernel's slopes, which is 0 only to round-off.
  if (sampler.kind === 'composite' || (testCase.kind === 'horizon' && sampler.taps > 2)) return;
  const byMatrix = grad((m: Tensor) => apply(image, m))(matrix, dy);
  // Sums over all pixels, of terms that cancel: judged by the largest of them, as in float32 they are.
  const largest = expected.matrix.data.reduce(
    (most, value) => Math.max(most, Math.abs(value) || 0),
    1,
  );
  const atol = gradientTolerance.atol * largest;
  expectClose(byMatrix, expected.matrix, {
    ...gradientTolerance,
    atol,
    what: 'gradient by matrix',
  });
}
