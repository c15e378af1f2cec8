import type { BenchmarkCase } from '../src/cases/cases.js';
import type { Contestant } from '../src/contestants/contestant.js';
import type { BenchmarkResults, CaseResult, TimedResult } from '../src/results/results.js';
import { runCase } from '../src/timing/run-case.js';
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
    missing: [],
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

/** Runs a case, and lists everyone who took part in the order of contestants, with a status. */
export async function outcomesOf(
  benchmarkCase: BenchmarkCase,
  contestants: readonly Contestant[],
  signal?: AbortSignal,
) {
  const options = { rounds: 3, budget: 50, sampleTime: 0.1, seed: 1, signal };
  const { result, missing } = await runCase(benchmarkCase, contestants, options);
  const timed = result.results.map((each) => ({ ...each, status: 'timed', reason: undefined }));
  const all = [...timed, ...missing];
  return contestants.flatMap(({ name }) => all.find((each) => each.name === name) ?? []);
}
