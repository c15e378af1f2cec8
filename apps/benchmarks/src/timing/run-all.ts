import { caseName, type BenchmarkCase } from '../cases/cases.js';
import { targetName, type Target } from '../cases/targets.js';
import type { Contestant } from '../contestants/contestant.js';
import { addMissing, type BenchmarkResults } from '../results/results.js';
import { runCase, runTarget } from './run-case.js';

/** What a run measures, and with whom. */
export interface Plan {
  readonly cases: readonly BenchmarkCase[];
  readonly targets: readonly Target[];
  readonly contestants: readonly Contestant[];
}

/** Who is told of a run. */
export interface Observer {
  readonly signal: AbortSignal;
  /** Something begins: which step of how many, with the milliseconds that the rest may take. */
  onStep(name: string, done: number, all: number, left: number | undefined): void;
  /** What is being done within the step. */
  onDetail(what: string): void;
  /** Called after every step with the results so far. */
  onResults(results: BenchmarkResults): unknown;
}

/** Measures targets first, then cases. What is stopped half-way is dropped. */
export async function runAll(
  { cases, targets, contestants }: Plan,
  about: Pick<BenchmarkResults, 'settings' | 'machine' | 'software'>,
  { signal, onStep, onDetail, onResults }: Observer,
): Promise<BenchmarkResults> {
  const { settings } = about;
  const none = { cases: [], missing: [], targets: [], skipped: [] };
  const created = new Date().toISOString();
  let results: BenchmarkResults = { created, complete: false, seconds: 0, ...about, ...none };
  const duel = { ...settings, rounds: settings.duelRounds, signal };
  const measureTarget = async (each: Target, budget: number) => {
    const verdict = await runTarget(each, contestants, { ...duel, budget: 4 * budget });
    return { targets: [...results.targets, verdict] };
  };
  const measureCase = async (each: BenchmarkCase, budget: number) => {
    const outcome = await runCase(each, contestants, { ...settings, budget, signal }, onDetail);
    const missing = addMissing(results.missing, outcome.missing, caseName(each));
    return { cases: [...results.cases, outcome.result], missing };
  };
  const steps = [...targets, ...cases];
  const start = performance.now();
  const time = pace(steps.length, settings.minutes * 60_000);
  for (const [done, each] of steps.entries()) {
    const isTarget = 'limit' in each;
    const name = isTarget ? `${targetName(each)}, at most ${each.limit}` : caseName(each);
    onStep(name, done, steps.length, time.left());
    const budget = settings.budget * time.share();
    const skip = { skipped: [...results.skipped, name] };
    const measure = () => (isTarget ? measureTarget(each, budget) : measureCase(each, budget));
    const more = budget === 0 ? skip : await measure();
    if (signal.aborted) return results;
    time.advance();
    results = { ...results, ...more, seconds: Math.round((performance.now() - start) / 1000) };
    await onResults(results);
  }
  return { ...results, complete: true };
}

/** Keeps a run within its time, and estimates how long the rest takes. */
export interface Pace {
  /** The factor by which budgets shrink so that the rest fits; 0 where no time is left. */
  share(): number;
  /** Milliseconds that the rest takes; undefined before the first step is done. */
  left(): number | undefined;
  /** The next step is done. */
  advance(): void;
}

/** Checks take their time however small the budget: smaller shares gain nothing. */
const smallestShare = 0.1;

/**
 * @param steps how many there are; each counts alike
 * @param limit milliseconds for all of them
 * @param now a clock in milliseconds
 */
export function pace(
  steps: number,
  limit: number,
  now: () => number = () => performance.now(),
): Pace {
  const start = now();
  let done = 0;
  const left = (): number | undefined =>
    done === 0 ? undefined : ((now() - start) / done) * (steps - done);
  return {
    left,
    share() {
      const remaining = limit - (now() - start);
      if (remaining <= 0) return 0;
      const expected = left() ?? 0;
      // Squared, since only a part of a step shrinks with its budget.
      return expected <= remaining ? 1 : Math.max(smallestShare, (remaining / expected) ** 2);
    },
    advance: () => void (done += 1),
  };
}
