import { ratioOf } from '../report/ratios.js';
import { isTimed } from '../results/is-timed.js';
import type { CaseResult, ContestantResult, TimedResult } from '../results/results.js';
import { fewest } from '../timing/race.js';
import { medianError, summarise } from '../timing/statistics.js';
import { beyondChance } from './beyond-chance.js';
import type { Finding } from './compare-results.js';

/** What else decides. */
export interface CompareOptions {
  /** Whether a peer is the same in both runs. */
  readonly isReference: (result: TimedResult) => boolean;
  /** Backends that took part in the later run, if not all. */
  readonly backends: readonly string[] | undefined;
}

/** Holds everything of ours that was timed in a case against what it is now. */
export function compareCase(
  before: CaseResult,
  after: CaseResult,
  { isReference, backends }: CompareOptions,
): Finding[] {
  const ours = before.results.filter(isTimed).filter(({ role }) => role === 'ours');
  const wanted = ours.filter(({ backend }) => backends?.includes(backend) ?? true);
  const references = pairs(before, after).filter(
    ({ later }) => later.role !== 'ours' && isReference(later),
  );
  return wanted.map((then): Finding => {
    const now = after.results.find(({ name }) => name === then.name);
    const because = (reason: string) => ({
      caseName: after.name,
      contestant: then.name,
      reason,
    });
    if (now === undefined)
      return { kind: 'lost', because: because('it does not take part any more') };
    if (!isTimed(now)) return { kind: 'lost', because: because(`${now.status}: ${now.reason}`) };
    if (now.note !== then.note) {
      return { kind: 'incomparable', because: because(`it was ${then.note ?? 'something else'}`) };
    }
    const changes = references.flatMap((each) => changeBy(then, now, each));
    if (changes.length === 0) {
      const reason = `no peer is in ${fewest} rounds with it, in both runs and in the same version`;
      return { kind: 'incomparable', because: because(reason) };
    }
    return {
      kind: 'compared',
      change: {
        caseName: after.name,
        contestant: then.name,
        ...combined(changes),
        references: changes.map(({ name }) => name),
      },
    };
  });
}

/** A contestant that was timed in both runs. */
interface Pair {
  readonly earlier: TimedResult;
  readonly later: TimedResult;
}

function pairs(before: CaseResult, after: CaseResult): Pair[] {
  return after.results.filter(isTimed).flatMap((now) => {
    const then = before.results.find(({ name }: ContestantResult) => name === now.name);
    return then && isTimed(then) && then.note === now.note ? [{ earlier: then, later: now }] : [];
  });
}

/** A change against one reference, as a logarithm, with what chance may add to it. */
interface ChangeBy {
  readonly name: string;
  readonly logarithm: number;
  readonly noise: number;
}

function changeBy(then: TimedResult, now: TimedResult, reference: Pair): ChangeBy[] {
  const [early, late] = [ratioOf(then, reference.earlier), ratioOf(now, reference.later)];
  if (Math.min(early.rounds, late.rounds) < fewest) return [];
  const errors = [early, late].map(
    (each) => beyondChance(each.rounds) * medianError(each, each.rounds),
  );
  return [
    {
      name: reference.later.name,
      logarithm: Math.log(late.median / early.median),
      noise: Math.hypot(...errors),
    },
  ];
}

/**
 * The median of the changes. They share what is compared, so many of them are no surer than one; but
 * a reference that has itself become faster or slower since shows in how far they disagree.
 */
function combined(changes: readonly ChangeBy[]): { ratio: number; noise: number } {
  const logarithms = changes.map(({ logarithm }) => logarithm);
  const { median } = summarise(logarithms);
  const spread = summarise(logarithms.map((each) => Math.abs(each - median))).median;
  const own = summarise(changes.map(({ noise }) => noise)).median;
  return { ratio: Math.exp(median), noise: Math.hypot(own, spread) };
}
