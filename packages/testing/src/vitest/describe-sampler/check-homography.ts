import { grad, tensor, type Tensor, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import { warp, type Sampler } from '@tfjs-stn/core';

import type { HomographyCase } from '../../cases/homography-cases.js';
import { expectClose } from '../../matchers/expect-close.js';
import { oracleHomographyWarp } from '../../oracle/homography-warp.js';
import { oracleHomographyWarpGradients } from '../../oracle/homography-warp-gradients.js';
import type { OracleKernel, OracleKernelName } from '../../oracle/kernel.js';
import { tensor4dOf } from './tensor4d-of.js';
import { forwardTolerance, gradientTolerance } from './tolerances.js';

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
