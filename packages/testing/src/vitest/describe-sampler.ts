import { tidy } from '@tensorflow/tfjs-core';
import type { Sampler } from '@tfjs-stn/core';
import { describe, it } from 'vitest';

import { homographyCases } from '../cases/homography-cases.js';
import { samplingCases } from '../cases/sampling-cases.js';
import type { OracleKernel } from '../oracle/kernel.js';
import type { OracleKernelName } from '../oracle/kernels.js';
import * as contract from './describe-sampler/check-contract.js';
import { checkDiverged } from './describe-sampler/check-diverged.js';
import { checkLeaks } from './describe-sampler/check-leaks.js';
import { checkGrid, checkHomography } from './describe-sampler/check-oracle.js';

/** What {@link describeSampler} compares with. */
export interface SamplerConformance {
  /**
   * The same kernel for the oracle: a name, or weights and their derivatives. Required for a kernel
   * sampler. Give a composite one if its output and image gradient are those of a kernel.
   */
  readonly kernel?: OracleKernelName | OracleKernel | undefined;
  /** Run every n-th case of the oracle. Default 1, which runs all. */
  readonly every?: number | undefined;
}

/**
 * Declares vitest tests that a sampler implements its interface and, with a kernel, agrees with the
 * Float64 oracle on the current backend.
 *
 * Convention: the tests of the interface are the same for every sampler. All kinds of fields give
 * the same output; a batch of one broadcasts; the output is linear in the image; padding and fill
 * values apply; NaN propagates, and NaN, infinity or huge numbers in one map of a batch affect no
 * other map; points behind a horizon give the fill value; second derivatives exist; calls and
 * gradients leak no tensors, even when they throw, except what the first call caches. The oracle
 * compares outputs and all gradients for grids, homographies and every padding. The coordinate
 * gradient of a composite is not compared.
 *
 * The gradients of TensorFlow.js's ops are in `@tensorflow/tfjs-layers`; `describeBackends` imports
 * them.
 *
 * @throws Error if a kernel sampler has no `kernel` for the oracle
 */
export function describeSampler(
  sampler: Sampler,
  { kernel, every = 1 }: SamplerConformance = {},
): void {
  if (sampler.kind === 'kernel' && kernel === undefined) {
    throw new Error(`describeSampler: kernel must be given for '${sampler.name}', got undefined`);
  }
  describe(`sampler ${sampler.name} ${JSON.stringify(sampler.config)}`, () => {
    declareContract(sampler);
    if (kernel !== undefined) declareOracle(sampler, kernel, every);
  });
}

function declareContract(sampler: Sampler): void {
  it.each([
    ['is a well-formed object', contract.checkValue],
    ['gives the same output for every kind of field', contract.checkFields],
    ['reads the same pixels with and without alignCorners', contract.checkAlignCorners],
    ['broadcasts a batch of one and accepts rank 3', contract.checkBatches],
    ['is linear in the image, and its image gradient is the adjoint', contract.checkLinear],
    ['applies padding and fill values', contract.checkPadding],
    ['propagates NaN and gives the fill value behind a horizon', contract.checkOddPoints],
    ['confines NaN and infinity in a map to the points of that map', checkDiverged],
    ['has second derivatives', contract.checkGradients],
    ['accepts an empty batch and an empty output', contract.checkEmpty],
  ] as const)('%s', (_, check) => {
    tidy(() => check(sampler));
  });
  it('leaks no tensor', () => checkLeaks(sampler));
}

function declareOracle(
  sampler: Sampler,
  kernel: OracleKernelName | OracleKernel,
  every: number,
): void {
  // Titles are written out, since vitest truncates a long $name.
  const chosen = <Case>(cases: readonly Case[]): Case[] =>
    cases.filter((_, index) => index % every === 0);
  for (const testCase of chosen(samplingCases())) {
    it(`agrees with the oracle for the grid ${testCase.name}`, () => {
      tidy(() => checkGrid(sampler, kernel, testCase));
    });
  }
  for (const testCase of chosen(homographyCases())) {
    it(`agrees with the oracle for the homography ${testCase.name}`, () => {
      tidy(() => checkHomography(sampler, kernel, testCase));
    });
  }
}
