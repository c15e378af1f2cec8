import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';

import { caseName } from '../cases/benchmark-case.js';
import { selectCases } from '../cases/select-cases.js';
import type { Contestant } from '../contestants/contestant.js';
import type { BenchmarkResults, CaseResult } from '../results/results.js';
import { runSettings } from '../results/run-settings.js';
import { runCase } from '../timing/run-case.js';

/** Written into the page when it is built. */
declare const TFJS_STN_VERSIONS: Readonly<Record<string, string>> | undefined;

const versions = typeof TFJS_STN_VERSIONS === 'undefined' ? {} : TFJS_STN_VERSIONS;

/** A page runs until it is done or stopped. */
const minutes = 24 * 60;

/** What to run, and whom to tell. */
export interface PageRun {
  readonly contestants: readonly Contestant[];
  readonly operations: readonly string[];
  readonly quick: boolean;
  readonly seed: number;
  readonly signal: AbortSignal;
  onProgress(text: string, done: number, all: number): void;
  /** Called after every case, with all that there is by then. */
  onResults(results: BenchmarkResults): void;
}

/** Runs the same cases as the command line, as far as a browser can. */
export async function runInPage(run: PageRun): Promise<void> {
  const { contestants, operations, quick, seed, signal, onProgress, onResults } = run;
  if (operations.length === 0) return onProgress('Choose an operation.', 0, 1);
  const names = new Set(operations);
  const cases = selectCases({ quick }).filter(({ operation }) => names.has(operation));
  if (cases.length === 0) return onProgress('Nothing of this is quick. Untick Quick.', 0, 1);
  const settings = runSettings({ quick, seed, minutes });
  const start = performance.now();
  const done: CaseResult[] = [];
  let hidden = document.hidden;
  const notice = (): void => void (hidden ||= document.hidden);
  document.addEventListener('visibilitychange', notice);
  for (const benchmarkCase of cases) {
    if (signal.aborted) break;
    const name = caseName(benchmarkCase);
    const tell = (text: string): void => onProgress(text, done.length, cases.length);
    const result = await runCase(
      benchmarkCase,
      contestants,
      { ...settings, signal },
      {
        onEnter: (contestant) => tell(`${name}: checking ${contestant.name}`),
        onRace: (racers) => tell(`${name}: timing ${racers} contestants`),
      },
    );
    // What was stopped half-way is no result.
    if (signal.aborted) break;
    done.push(hidden ? withNote(result) : result);
    hidden = document.hidden;
    const seconds = Math.round((performance.now() - start) / 1000);
    onResults(pageResults(done, settings, { seconds, complete: done.length === cases.length }));
  }
  document.removeEventListener('visibilitychange', notice);
  const end = signal.aborted ? 'Stopped' : 'Done';
  onProgress(`${end}: ${done.length} of ${cases.length} cases.`, done.length, cases.length);
}

/** Browsers slow down what nobody looks at. */
function withNote(result: CaseResult): CaseResult {
  const note = 'the page was hidden meanwhile, which slows it down';
  const results = result.results.map((each) => ({
    ...each,
    note: each.note === undefined ? note : `${each.note}; ${note}`,
  }));
  return { ...result, results };
}

function pageResults(
  cases: readonly CaseResult[],
  settings: BenchmarkResults['settings'],
  { seconds, complete }: Pick<BenchmarkResults, 'seconds' | 'complete'>,
): BenchmarkResults {
  return {
    version: 1,
    created: new Date().toISOString(),
    complete,
    seconds,
    settings,
    machine: {
      cpu: 'a processor that the browser does not name',
      cores: navigator.hardwareConcurrency,
      system: navigator.userAgent,
    },
    software: { ...versions, '@tensorflow/tfjs-core': tfjsVersion },
    cases: [...cases],
    targets: [],
    skipped: [],
    bundles: [],
    missingBundles: [],
  };
}
