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

/** What a sampler's conformance is judged by. */
export interface SamplerConformance {
  /**
   * The same kernel for the oracle: a name, or weights and their derivatives. A composite may have
   * one too, if its output and its gradient by the image are those of a kernel.
   */
  readonly kernel?: OracleKernelName | OracleKernel | undefined;
  /** Every how manieth case of the oracle is tried; 1 is all of them. Default 1. */
  readonly every?: number | undefined;
}

/**
 * Declares vitest tests that hold a sampler against its contract and, with a kernel, against the
 * Float64 oracle on the current backend.
 *
 * Convention: the contract is the same for all: every kind of field gives the same, batches of one
 * broadcast, it is linear in the image, paddings and fill values are honoured, NaN is seen, what is
 * infinite, huge or NaN in one map of a batch harms no other, a horizon is fill, second derivatives
 * are there, and neither calls nor gradients leave tensors behind, also when they throw, but for what
 * a first call caches. The oracle has grids and homographies, forward and every gradient, all
 * paddings; a composite's gradient by coordinates is its own affair. TensorFlow.js has gradients of
 * its ops only once `@tensorflow/tfjs-layers` or `@tensorflow/tfjs` is imported.
 *
 * @throws Error if a kernel sampler comes without a kernel for the oracle
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
    ['is a well-formed value', contract.checkValue],
    ['gives the same along every kind of field', contract.checkFields],
    ['means the same pixels with and without alignCorners', contract.checkAlignCorners],
    ['serves batches of one, and rank 3', contract.checkBatches],
    ['is linear in the image, with the adjoint as its gradient', contract.checkLinear],
    ['honours padding and fill values', contract.checkPadding],
    ['shows NaN, and fill behind a horizon', contract.checkOddPoints],
    ['keeps a diverged map to its own points', checkDiverged],
    ['has derivatives of second order', contract.checkGradients],
    ['takes an empty batch and an empty output', contract.checkEmpty],
  ] as const)('%s', (_, check) => {
    tidy(() => check(sampler));
  });
  it('leaves no tensor behind', () => checkLeaks(sampler));
}

function declareOracle(
  sampler: Sampler,
  kernel: OracleKernelName | OracleKernel,
  every: number,
): void {
  const chosen = <Case>(cases: readonly Case[]): Case[] =>
    cases.filter((_, index) => index % every === 0);
  it.each(chosen(samplingCases()))('at a grid: $name', (testCase) => {
    tidy(() => checkGrid(sampler, kernel, testCase));
  });
  it.each(chosen(homographyCases()))('along a homography: $name', (testCase) => {
    tidy(() => checkHomography(sampler, kernel, testCase));
  });
}
