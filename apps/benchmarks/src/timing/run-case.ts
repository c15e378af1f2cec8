import { caseName, type BenchmarkCase } from '../cases/cases.js';
import { targetName, type Target } from '../cases/targets.js';
import { Absent, reasonOf, WrongResult } from '../contestants/contestant.js';
import type { Contestant, Identity, Ready } from '../contestants/contestant.js';
import { largestError } from '../problems/compare-values.js';
import { roundTo } from '../results/results.js';
import type { CaseResult, Missing, TargetResult, TimedResult } from '../results/results.js';
import { fewestRounds, interleave, nextTask, type TimingOptions } from './interleave.js';
import { roundRatios, summarise, withoutDrift } from './statistics.js';

/** What two backends' float32 sums may differ by. */
const tolerance = 5e-4;

/** A case with who was timed in it, and who was not. */
export interface CaseOutcome {
  readonly result: CaseResult;
  readonly missing: readonly NotTimed[];
}
type NotTimed = Omit<Missing, 'cases'>;

/** Checks and times all contestants of a case; `onStep` is told what is being done. */
export async function runCase(
  benchmarkCase: BenchmarkCase,
  contestants: readonly Contestant[],
  options: TimingOptions,
  onStep: (what: string) => void = () => undefined,
): Promise<CaseOutcome> {
  const missing: NotTimed[] = [];
  const all: Ready[] = [];
  for (const contestant of contestants) {
    if (options.signal?.aborted) break;
    if (!contestant.competes(benchmarkCase)) continue;
    onStep(`checking ${contestant.name}`);
    await nextTask();
    await contestant.setup(benchmarkCase).then(
      (ready) => all.push(ready),
      (error: unknown) => missing.push(notTimed(contestant, error)),
    );
  }
  const agreeing = all.flatMap((ready): Ready[] => {
    const error = disagreement(ready, all);
    if (error <= tolerance) return [{ ...ready, error: ready.error ?? (error || undefined) }];
    const reason = `the result must agree with the others' to ${tolerance}, got a difference of ${error.toPrecision(3)}`;
    missing.push(notTimed(ready, new WrongResult(reason)));
    return [];
  });
  if (!options.signal?.aborted) onStep(`timing ${agreeing.length} contestants`);
  const timed = [...(await interleave(agreeing, options))];
  const samples = withoutDrift(timed.map(([, own]) => ('samples' in own ? own.samples : [])));
  const results = timed.flatMap(([ready, own], index): TimedResult[] => {
    const ms = (samples[index] ?? []).map(({ milliseconds }) => milliseconds);
    if (ms.length > 0) return [timedResult(ready, ms)];
    missing.push(notTimed(ready, 'error' in own ? own.error : new Absent('the run was stopped')));
    return [];
  });
  for (const each of all) await each.teardown().catch(() => undefined);
  const { part: _part, ...described } = benchmarkCase;
  return { result: { name: caseName(benchmarkCase), ...described, results }, missing };
}

function timedResult(ready: Ready, milliseconds: readonly number[]): TimedResult {
  const { error, bytes } = ready;
  const { median, lowerQuartile, upperQuartile } = summarise(milliseconds);
  return {
    ...identityOf(ready),
    median: roundTo(median, 5),
    lowerQuartile: roundTo(lowerQuartile, 5),
    upperQuartile: roundTo(upperQuartile, 5),
    rounds: milliseconds.length,
    ...(error !== undefined && { error: roundTo(error, 2) }),
    ...(bytes !== undefined && { bytes }),
  };
}

function notTimed(who: Noted, error: unknown): NotTimed {
  const status = error instanceof Absent ? 'absent' : 'failed';
  return { ...identityOf(who), status, reason: reasonOf(error) };
}

type Noted = Identity & Pick<Ready, 'note'>;

function identityOf({ name, role, backend, threads, note }: Noted): Noted {
  return { name, role, backend, threads, note };
}

/** The distance of values from the median of the peers', or without those, of all. */
function disagreement({ values }: Ready, all: readonly Ready[]): number {
  if (values === undefined) return 0;
  const comparable = all.filter((each) => each.values?.length === values.length);
  const peers = comparable.filter(({ role }) => role === 'peer');
  const judges = peers.length > 0 ? peers : comparable;
  const expected = values.map(
    (_, index) => summarise(judges.map((each) => each.values?.[index] ?? NaN)).median,
  );
  return largestError(values, expected);
}

/** Decides a target: its two contestants alone alternate, and the median of their ratios decides. */
export async function runTarget(
  target: Target,
  contestants: readonly Contestant[],
  options: TimingOptions,
): Promise<TargetResult> {
  const { limit } = target;
  const sides = [target.measured, target.against];
  const [measured = '', against = ''] = sides.map(({ benchmarkCase, contestant }) => {
    const part = benchmarkCase.part === undefined ? '' : `, its ${benchmarkCase.part}`;
    return `${caseName(benchmarkCase)}${part}: ${contestant}`;
  });
  const described = { name: targetName(target), limit, measured, against };
  const pair: Ready[] = [];
  let current = '';
  try {
    for (const { benchmarkCase, contestant } of sides) {
      current = contestant;
      const found = contestants.find(({ name }) => name === contestant);
      if (found === undefined) throw new Absent('it does not take part');
      pair.push(await found.setup(benchmarkCase));
    }
    const [ours = [], theirs = []] = [...(await interleave(pair, options))].map(
      ([ready, timed]) => {
        current = ready.name;
        if ('error' in timed) throw timed.error;
        return timed.samples;
      },
    );
    const ratio = roundRatios(ours, theirs);
    if (ratio.rounds < fewestRounds) throw new Absent('the run was stopped');
    return { ...described, verdict: ratio.median <= limit ? 'met' : 'missed', ratio };
  } catch (error) {
    return { ...described, verdict: 'not measured', reason: `${current}: ${reasonOf(error)}` };
  } finally {
    for (const ready of pair) await ready.teardown().catch(() => undefined);
  }
}
