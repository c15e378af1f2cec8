import { caseName, type BenchmarkCase } from '../cases/benchmark-case.js';
import { valueCount } from '../cases/shape.js';
import type { Contestant } from '../contestants/contestant.js';
import { targetName, type Target } from '../targets/target.js';
import { runTarget } from '../targets/run-target.js';
import { runCase } from '../timing/run-case.js';
import type { Draft } from './draft-results.js';
import type { SaveResults } from './measure-all.js';
import { pace } from './pace.js';
import type { RunPlan } from './plan-run.js';
import { progress } from './progress.js';
import type { RunContext } from './run.js';

/** What a run needs besides its plan. */
export interface StepOptions {
  readonly context: RunContext;
  readonly save: SaveResults;
  /** For all steps; what is not begun by then is skipped, and listed. */
  readonly minutes: number;
}

/**
 * Measures step by step, targets first, and saves after each; what is stopped half-way is dropped.
 */
export async function measureSteps(
  { cases, targets, contestants }: RunPlan,
  draft: Draft,
  { context: { console, signal }, save, minutes }: StepOptions,
): Promise<void> {
  const weights = [
    ...targets.map((target) => targetWeight(target)),
    ...cases.map((each) => caseWeight(each, contestants)),
  ];
  const time = pace(weights, minutes * 60_000);
  const show = progress(console, weights.length, () => time.left());
  const { settings } = draft;
  const step = async (name: string, measure: (budget: number) => Promise<void>): Promise<void> => {
    if (signal.aborted) return;
    const share = time.share();
    if (share === 0) draft.skipped.push(name);
    else await measure(settings.budget * share);
    time.advance();
    if (!signal.aborted) await save(draft.results(false));
  };
  for (const target of targets) {
    await step(targetName(target), async (budget) => {
      show.beginTarget(target);
      const duel = { ...settings, rounds: settings.duelRounds, budget: 4 * budget, signal };
      const verdict = await runTarget(target, contestants, duel);
      if (!signal.aborted) draft.targets.push(verdict);
    });
  }
  for (const each of cases) {
    await step(caseName(each), async (budget) => {
      const events = show.beginCase(each);
      const result = await runCase(each, contestants, { ...settings, budget, signal }, events);
      if (!signal.aborted) draft.cases.push(result);
    });
  }
  show.end();
}

/** Roughly the time that a step takes: entering alone has its price, and large images have theirs. */
function caseWeight(benchmarkCase: BenchmarkCase, contestants: readonly Contestant[]): number {
  const racers = contestants.filter((contestant) => contestant.competes(benchmarkCase)).length;
  return racers * (1 + Math.min(2, valueCount(benchmarkCase.shape) / 2e6));
}

function targetWeight({ measured: { benchmarkCase } }: Target): number {
  return 10 * (1 + Math.min(2, valueCount(benchmarkCase.shape) / 2e6));
}
