import type { BenchmarkCase } from '../cases/benchmark-case.js';
import type { SamplingOperation } from '../cases/operation.js';
import { samplingExpectation, type SamplingExpectation } from './sampling-expectation.js';
import { samplingProblem, type SamplingProblem } from './sampling-problem.js';

/** A problem with what the oracle says to it. */
export interface PosedSampling {
  readonly problem: SamplingProblem;
  /** Asked when it is first needed. */
  readonly expectation: SamplingExpectation;
}

/** Poses sampling problems; the last is kept, for all contestants of a case get the same. */
export type PoseSampling = (
  operation: SamplingOperation,
  shape: BenchmarkCase['shape'],
) => PosedSampling;

/** @param seed decides pixels, θ and where the result is looked at */
export function poseSampling(seed: number): PoseSampling {
  let last: (PosedSampling & { readonly key: string }) | undefined;
  return (operation, shape) => {
    const key = JSON.stringify([operation.field, operation.sampler, shape]);
    if (last?.key === key) return last;
    const problem = samplingProblem(operation, shape, seed);
    let expectation: SamplingExpectation | undefined;
    last = {
      key,
      problem,
      get expectation() {
        return (expectation ??= samplingExpectation(problem, seed));
      },
    };
    return last;
  };
}
