import { loadavg } from 'node:os';

import { findChromium } from '@tfjs-stn-apps/app-tools/chromium';

import type { FoundPython } from '../peers/find-python.js';
import { describeMachine } from '../results/describe-machine.js';
import type {
  BenchmarkResults,
  CaseResult,
  RunSettings,
  TargetResult,
} from '../results/results.js';
import { softwareVersions } from '../results/software-versions.js';
import type { Options } from './options.js';

/** Results that grow. */
export interface Draft {
  readonly settings: RunSettings;
  readonly cases: CaseResult[];
  readonly targets: TargetResult[];
  /** Names of steps for which there was no time. */
  readonly skipped: string[];
  /** What there is by now, as a file could have it. */
  results(complete: boolean): BenchmarkResults;
}

/**
 * Results without any figures yet.
 *
 * @throws UserError for a Python or Chromium that was named and does not run
 */
export async function draftResults(
  { browser, chromium }: Options,
  settings: RunSettings,
  python: FoundPython,
): Promise<Draft> {
  const start = performance.now();
  const loadBefore = loadavg()[0] ?? NaN;
  const created = new Date().toISOString();
  const found = browser ? (chromium ?? findChromium()) : undefined;
  const software = await softwareVersions({
    python,
    ...(found !== undefined && { chromium: { file: found, named: chromium !== undefined } }),
  });
  const [cases, targets, skipped]: [CaseResult[], TargetResult[], string[]] = [[], [], []];
  return {
    settings,
    cases,
    targets,
    skipped,
    results: (complete) => ({
      version: 1,
      created,
      complete,
      seconds: Math.round((performance.now() - start) / 1000),
      settings,
      machine: describeMachine(loadBefore),
      software,
      cases: [...cases],
      targets: [...targets],
      skipped: [...skipped],
      bundles: [],
      missingBundles: [],
    }),
  };
}
