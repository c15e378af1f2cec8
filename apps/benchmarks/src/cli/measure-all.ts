import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { measureBundles } from '../bundles/measure-bundles.js';
import { findPython } from '../peers/find-python.js';
import type { BenchmarkResults } from '../results/results.js';
import { runSettings } from '../results/run-settings.js';
import { draftResults, type Draft } from './draft-results.js';
import { measureSteps } from './measure-steps.js';
import type { Options } from './options.js';
import { planRun } from './plan-run.js';
import type { RunContext } from './run.js';

/** Takes the results so far, which may be all that there will be. */
export type SaveResults = (results: BenchmarkResults) => Promise<void>;

/**
 * Measures what the options ask for; everything in one run.
 *
 * @param save called after every step
 * @throws UserError for a selection of nothing, a plugin that can't be used, or a Python or Chromium
 *   that was named and does not run
 */
export async function measureAll(
  options: Options,
  context: RunContext,
  save: SaveResults,
): Promise<BenchmarkResults> {
  const python = findPython(options.python);
  try {
    const plan = await planRun(options, python);
    const draft = await draftResults(options, runSettings(options), python);
    try {
      await measureSteps(plan, draft, { context, save, minutes: options.minutes });
    } finally {
      for (const { close } of plan.contestants) await close?.();
    }
    return await finished(options, context, draft);
  } finally {
    await python.close();
  }
}

async function finished(
  { quick, op, shape, backend }: Options,
  { signal }: RunContext,
  draft: Draft,
): Promise<BenchmarkResults> {
  if (signal.aborted) return draft.results(false);
  // They are the same in every run, and take their time.
  const isWhole = !quick && op === undefined && shape === undefined && backend === undefined;
  return { ...draft.results(true), ...(isWhole && (await measureBundles())) };
}
