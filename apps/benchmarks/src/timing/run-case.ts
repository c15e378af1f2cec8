import { caseName, type BenchmarkCase } from '../cases/cases.js';
import { targetName, type Target } from '../cases/targets.js';
import { Absent, reasonOf, WrongResult } from '../contestants/contestant.js';
import type { Contestant, Identity, Ready } from '../contestants/contestant.js';
import { largestError } from '../problems/compare-values.js';
import { roundTo } from '../results/results.js';
import type { CaseResult, ContestantResult, TargetResult } from '../results/results.js';
import { fewestRounds, interleave, nextTask } from './interleave.js';
import type { Timed, TimingOptions } from './interleave.js';
import { roundRatios, summarise, withoutDrift } from './statistics.js';

/** What two backends' float32 sums may differ by. */
const tolerance = 5e-4;

type Results = Map<string, ContestantResult>;

/** Checks and times all contestants of a case; `onStep` is told what is being done. */
export async function runCase(
  benchmarkCase: BenchmarkCase,
  contestants: readonly Contestant[],
  options: TimingOptions,
  onStep: (what: string) => void = () => undefined,
): Promise<CaseResult> {
  const results: Results = new Map();
  const competing = contestants.filter((contestant) => contestant.competes(benchmarkCase));
  const all: Ready[] = [];
  for (const contestant of competing) {
    if (options.signal?.aborted) break;
    onStep(`checking ${contestant.name}`);
    await nextTask();
    await contestant.setup(benchmarkCase).then(
      (ready) => all.push(ready),
      (error: unknown) => results.set(contestant.name, missing(contestant, error)),
    );
  }
  const agreeing = all.flatMap((ready) => agreed(ready, all, results));
  if (!options.signal?.aborted) onStep(`timing ${agreeing.length} contestants`);
  const timed = await interleave(agreeing, options);
  addTimed(timed, results);
  for (const each of all) await each.teardown().catch(() => undefined);
  const { part: _part, ...described } = benchmarkCase;
  const inOrder = competing.flatMap(({ name }) => results.get(name) ?? []);
  return { name: caseName(benchmarkCase), ...described, results: inOrder };
}

/** The contestant with its error, if its values agree with the others'; else it has failed. */
function agreed(ready: Ready, all: readonly Ready[], results: Results): Ready[] {
  const error = disagreement(ready, all);
  if (error <= tolerance) return [{ ...ready, error: ready.error ?? (error || undefined) }];
  const difference = error.toPrecision(3);
  const reason = `the result must agree with the others' to ${tolerance}, got a difference of ${difference}`;
  results.set(ready.name, missing(ready, new WrongResult(reason)));
  return [];
}

function addTimed(timed: ReadonlyMap<Ready, Timed>, results: Results): void {
  const all = [...timed];
  const steady = withoutDrift(all.map(([, own]) => ('samples' in own ? own.samples : [])));
  for (const [index, [ready, own]] of all.entries()) {
    const ms = (steady[index] ?? []).map(({ milliseconds }) => milliseconds);
    const reason = 'error' in own ? own.error : new Absent('the run was stopped');
    if (ms.length === 0) results.set(ready.name, missing(ready, reason));
    else {
      const { median, lowerQuartile, upperQuartile } = summarise(ms);
      results.set(ready.name, {
        ...identityOf(ready),
        status: 'timed',
        median: roundTo(median, 5),
        lowerQuartile: roundTo(lowerQuartile, 5),
        upperQuartile: roundTo(upperQuartile, 5),
        rounds: ms.length,
        error: ready.error,
        bytes: ready.bytes,
      });
    }
  }
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

type Noted = Identity & Pick<Ready, 'note'>;

function identityOf({ name, role, backend, threads, note }: Noted): Noted {
  return { name, role, backend, threads, note };
}

function missing(who: Identity, error: unknown): ContestantResult {
  const status = error instanceof Absent ? 'absent' : 'failed';
  return { ...identityOf(who), status, reason: reasonOf(error) };
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
