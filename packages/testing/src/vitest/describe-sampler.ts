import {
  grad,
  tensor,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { gridSample, warp, type KernelSampler } from '@tfjs-stn/core';
import { describe, it } from 'vitest';

import { homographyCases, type HomographyCase } from '../cases/homography-cases.js';
import type { SamplingCase } from '../cases/sampling-case.js';
import { samplingCases } from '../cases/sampling-cases.js';
import { expectClose } from '../matchers/expect-close.js';
import { expectNoLeak } from '../matchers/expect-no-leak.js';
import { oracleGridSample } from '../oracle/grid-sample.js';
import { oracleGridSampleGradients } from '../oracle/grid-sample-gradients.js';
import { oracleHomographyWarp } from '../oracle/homography-warp.js';
import { oracleHomographyWarpGradients } from '../oracle/homography-warp-gradients.js';
import type { OracleKernel, OracleKernelName } from '../oracle/kernel.js';
import type { DenseArray } from '../oracle/dense-array.js';

/** What a sampler's conformance is judged by. */
export interface SamplerConformance {
  /** The same kernel for the oracle: a name, or weights and their derivatives. */
  readonly kernel: OracleKernelName | OracleKernel;
  /** Every how manieth case is tried; 1 is all of them. Default 1. */
  readonly every?: number | undefined;
}

const forwardTolerance = { rtol: 1e-5, atol: 2e-6 };
const gradientTolerance = { rtol: 1e-4, atol: 2e-5 };

/**
 * Declares vitest tests that hold a separable sampler against the Float64 oracle on the current
 * backend: grids and homographies, forward and every gradient, all paddings, and leaks.
 */
export function describeSampler(
  sampler: KernelSampler,
  { kernel, every = 1 }: SamplerConformance,
): void {
  const chosen = <Case>(cases: readonly Case[]): Case[] =>
    cases.filter((_, index) => index % every === 0);

  describe(`sampler ${sampler.name} at grids`, () => {
    it.each(chosen(samplingCases()))('$name', (testCase) => {
      expectNoLeak(() => tidy(() => checkGrid(sampler, kernel, testCase)));
    });
  });
  describe(`sampler ${sampler.name} along homographies`, () => {
    it.each(chosen(homographyCases()))('$name', (testCase) => {
      expectNoLeak(() => tidy(() => checkHomography(sampler, kernel, testCase)));
    });
  });
}

function checkGrid(
  sampler: KernelSampler,
  kernel: SamplerConformance['kernel'],
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
  const byGrid = grad((x: Tensor) => gridSample(image, x as Tensor4D, options))(grid, dy);
  expectClose(byGrid, expected.grid, { ...gradientTolerance, what: 'gradient by grid' });
}

function checkHomography(
  sampler: KernelSampler,
  kernel: SamplerConformance['kernel'],
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
  if (testCase.kind === 'horizon' && sampler.taps > 2) return;
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

function tensor4dOf({ shape, data }: DenseArray): Tensor4D {
  return tensor4d(data as Float32Array, [...shape] as [number, number, number, number]);
}
