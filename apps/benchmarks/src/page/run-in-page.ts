import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';

import { caseName } from '../cases/cases.js';
import { selectCases } from '../cases/select-cases.js';
import type { Contestant } from '../contestants/contestant.js';
import { noResults, timingSettings } from '../results/results.js';
import type { BenchmarkResults, CaseResult } from '../results/results.js';
import { runCase } from '../timing/run-case.js';

/** Written into the page when it is built. */
declare const TFJS_STN_VERSIONS: Readonly<Record<string, string>> | undefined;

const versions = typeof TFJS_STN_VERSIONS === 'undefined' ? {} : TFJS_STN_VERSIONS;
/** A page runs until it is done or stopped. */
const minutes = 24 * 60;

/** What to run, and who is told. */
export interface PageRun {
  readonly contestants: readonly Contestant[];
  readonly operations: readonly string[];
  readonly quick: boolean;
  readonly seed: number;
  readonly signal: AbortSignal;
  onProgress(text: string, done: number, all: number): void;
  /** Called after every case with all results so far. */
  onResults(results: BenchmarkResults): void;
}

/** Runs the same cases as the command line, as far as a browser can. */
export async function runInPage(run: PageRun): Promise<void> {
  const { contestants, operations, quick, seed, signal, onProgress, onResults } = run;
  if (operations.length === 0) return onProgress('Choose an operation.', 0, 1);
  const cases = selectCases({ quick }).filter(({ operation }) => operations.includes(operation));
  if (cases.length === 0) return onProgress('No quick cases of these. Untick Quick.', 0, 1);
  const settings = timingSettings({ quick, seed, minutes });
  const software = { ...versions, '@tensorflow/tfjs-core': tfjsVersion };
  const machine = {
    cpu: 'a processor that the browser does not name',
    cores: navigator.hardwareConcurrency,
    system: navigator.userAgent,
  };
  const start = performance.now();
  const done: CaseResult[] = [];
  for (const benchmarkCase of cases) {
    if (signal.aborted) break;
    const name = caseName(benchmarkCase);
    const tell = (text: string): void => onProgress(`${name}: ${text}`, done.length, cases.length);
    const result = await runCase(benchmarkCase, contestants, { ...settings, signal }, tell);
    // A case that was stopped half-way has no result.
    if (signal.aborted) break;
    done.push(result);
    const seconds = Math.round((performance.now() - start) / 1000);
    const complete = done.length === cases.length;
    onResults({
      ...noResults({ settings, machine, software }),
      complete,
      seconds,
      cases: [...done],
    });
  }
  const end = signal.aborted ? 'Stopped' : 'Done';
  onProgress(`${end}: ${done.length} of ${cases.length} cases.`, done.length, cases.length);
}
