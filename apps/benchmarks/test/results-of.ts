import type { BenchmarkResults, CaseResult, TimedResult } from '../src/results/results.js';
import { summarise } from '../src/timing/statistics.js';

/** A result with one sample per round, free of drift already. */
export function timed(
  name: string,
  role: TimedResult['role'],
  samples: readonly number[],
  more: Partial<TimedResult> = {},
): TimedResult {
  return {
    name,
    role,
    backend: role === 'ours' ? 'wasm+kernels' : '',
    status: 'timed',
    ...summarise(samples),
    rounds: samples.length,
    ...more,
  };
}

/** Results with the given cases. */
export function resultsOf(
  cases: readonly CaseResult[],
  more: Partial<BenchmarkResults> = {},
): BenchmarkResults {
  return {
    created: '2026-01-02T03:04:05.678Z',
    complete: true,
    seconds: 12,
    settings: {
      seed: 1,
      quick: true,
      minutes: 25,
      rounds: 5,
      duelRounds: 5,
      budget: 100,
      sampleTime: 1,
    },
    machine: { cpu: 'a processor', cores: 2, system: 'Linux 6', loadAverage: [0.1, 0.2] },
    software: { node: '20.20.0' },
    cases,
    targets: [],
    skipped: [],
    ...more,
  };
}

/** A case of an affine warp with these results. */
export function affineCase(results: CaseResult['results']): CaseResult {
  return {
    name: 'affine forward 1x512x512x3',
    operation: 'affine',
    pass: 'forward',
    shape: [1, 512, 512, 3],
    results,
  };
}
