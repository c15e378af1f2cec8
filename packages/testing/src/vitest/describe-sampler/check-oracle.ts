import { grad, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { gridSample, type Sampler } from '@tfjs-stn/core';

import type { SamplingCase } from '../../cases/sampling-case.js';
import { expectClose } from '../../matchers/expect-close.js';
import { oracleGridSample } from '../../oracle/grid-sample.js';
import { oracleGridSampleGradients } from '../../oracle/grid-sample-gradients.js';
import type { OracleKernel, OracleKernelName } from '../../oracle/kernel.js';
import { tensor4dOf } from './tensor4d-of.js';
import { forwardTolerance, gradientTolerance } from './tolerances.js';

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
