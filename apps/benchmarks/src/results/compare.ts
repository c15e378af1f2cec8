import { median } from 'd3-array';

import { fewestRounds } from '../timing/interleave.js';
import { medianError } from '../timing/statistics.js';
import type { BenchmarkResults, CaseResult, TimedResult } from './results.js';

/** A loss above this share counts. */
const lossLimit = 0.1;

/** How one of ours has changed in one case. */
export interface Change {
  readonly caseName: string;
  readonly contestant: string;
  /** Time now by time then, relative to the same references: 1.2 takes a fifth longer. */
  readonly ratio: number;
  /** What chance explains of the logarithm of the ratio. */
  readonly noise: number;
  readonly references: readonly string[];
}

/** One of ours in one case that can't be compared or is gone, and why. */
export interface Incomparable {
  readonly kind: 'lost' | 'incomparable';
  readonly caseName: string;
  readonly contestant: string;
  readonly reason: string;
}

/** What two runs say of each other. */
export interface Comparison {
  /** All beyond noise, losses first. */
  readonly changes: readonly Change[];
  /** The changes that are losses above 10 %. */
  readonly losses: readonly Change[];
  /** What was timed then and now fails or is not there: a loss as well. */
  readonly lost: readonly Incomparable[];
  readonly incomparable: readonly Incomparable[];
  /** How many of ours are in both runs, with a reference. */
  readonly compared: number;
  /** What else differs between the runs, each a sentence. */
  readonly cautions: readonly string[];
}

/**
 * Compares two runs, which may come from different machines: by ratios to memcpy and peers, not by times.
 * The median of the changes against each of these counts; a peer of another version is no reference.
 */
export function compareResults(before: BenchmarkResults, after: BenchmarkResults): Comparison {
  const versions = Object.keys(after.software);
  const changed = versions.filter((name) => after.software[name] !== before.software[name]);
  const findings = before.cases.flatMap((then) => {
    const now = after.cases.find(({ name }) => name === then.name);
    return now ? compareCase(then, now, changed, after) : [];
  });
  const compared = findings.flatMap((each) => ('ratio' in each ? [each] : []));
  const others = findings.flatMap((each) => ('kind' in each ? [each] : []));
  const changes = compared
    .filter(({ ratio, noise }) => Math.abs(Math.log(ratio)) > noise)
    .toSorted((a, b) => b.ratio - a.ratio);
  return {
    changes,
    losses: changes.filter(({ ratio }) => ratio > 1 + lossLimit),
    lost: others.filter(({ kind }) => kind === 'lost'),
    incomparable: others.filter(({ kind }) => kind === 'incomparable'),
    compared: compared.length,
    cautions: cautions(before, after, changed),
  };
}

/** A contestant that was timed in both runs. */
type Pair = readonly [then: TimedResult, now: TimedResult];

function compareCase(
  before: CaseResult,
  after: CaseResult,
  changed: readonly string[],
  { settings: { backends }, missing }: BenchmarkResults,
): (Change | Incomparable)[] {
  const latest = new Map(after.results.map((each) => [each.name, each]));
  const references = before.results.flatMap((then): Pair[] => {
    const now = latest.get(then.name);
    const isOther = softwareOf(then.name).some((name) => changed.includes(name));
    const isPeer = then.role !== 'ours' && !isOther && now?.note === then.note;
    return now && isPeer ? [[then, now]] : [];
  });
  const ours = before.results.filter(
    ({ role, backend }) => role === 'ours' && (backends?.includes(backend) ?? true),
  );
  return ours.map((then) => {
    const now = latest.get(then.name);
    const place = { caseName: after.name, contestant: then.name };
    const not = (kind: Incomparable['kind'], reason: string) => ({ ...place, kind, reason });
    if (now === undefined) {
      const why = missing.find((one) => one.name === then.name && one.cases.includes(after.name));
      return not('lost', why ? `${why.status}: ${why.reason}` : 'it does not take part any more');
    }
    if (now.note !== then.note)
      return not('incomparable', `it was ${then.note ?? 'without a note'}`);
    const changes = references.flatMap((each) => changeBy([then, now], each));
    if (changes.length > 0) return { ...place, ...combined(changes) };
    const reason = `no peer is in ${fewestRounds} rounds with it, in both runs and in the same version`;
    return not('incomparable', reason);
  });
}

/** A change against one reference, as a logarithm, with what chance may add to it. */
interface ChangeBy {
  readonly name: string;
  readonly logarithm: number;
  readonly noise: number;
}

function changeBy(own: Pair, reference: Pair): ChangeBy[] {
  const [then, now] = ([0, 1] as const).map((run) => {
    const [one, other] = [own[run], reference[run]];
    const rounds = Math.min(one.rounds, other.rounds);
    // What is common to a round was taken out of both, so that their errors may add up.
    const error = medianError(one, rounds) + medianError(other, rounds);
    return { noise: beyondChance(rounds) * error, ratio: one.median / other.median };
  });
  const logarithm = Math.log((now?.ratio ?? NaN) / (then?.ratio ?? NaN));
  const noise = Math.hypot(now?.noise ?? NaN, then?.noise ?? NaN);
  return Number.isFinite(noise) ? [{ name: reference[1].name, logarithm, noise }] : [];
}

/**
 * The median of the changes. They share what is compared, so that many are no surer than one; but a
 * reference that has itself become faster or slower shows in how far they disagree.
 */
function combined(changes: readonly ChangeBy[]): Pick<Change, 'ratio' | 'noise' | 'references'> {
  const middle = median(changes, ({ logarithm }) => logarithm) ?? NaN;
  const spread = median(changes, ({ logarithm }) => Math.abs(logarithm - middle)) ?? NaN;
  const own = median(changes, ({ noise }) => noise) ?? NaN;
  const references = changes.map(({ name }) => name);
  return { ratio: Math.exp(middle), noise: Math.hypot(own, spread), references };
}

/** Student's t at 99.7 %, two-sided, by degrees of freedom: what three standard errors are for many. */
const student = '2 18.2, 3 8.89, 4 6.43, 5 5.4, 6 4.84, 8 4.25, 10 3.94, 15 3.56, 20 3.4, 40 3.16'
  .split(', ')
  .map((pair) => pair.split(' ').map(Number));

/** How many standard errors are still chance: few rounds know their own error badly. */
export function beyondChance(rounds: number): number {
  return student.findLast(([freedom = 0]) => freedom <= rounds - 1)?.[1] ?? Infinity;
}

/** The software behind a contestant, by the beginning of its name; others are tfjs itself. */
const software = {
  'onnxruntime-web': 'onnxruntime-web',
  'onnxruntime-node': 'onnxruntime-node',
  'OpenCV.js': '@techstark/opencv-js',
  PyTorch: 'torch',
  memcpy: 'v8',
};

function softwareOf(contestant: string): string[] {
  const own = Object.entries(software).find(([beginning]) => contestant.startsWith(beginning));
  return [
    own ? own[1] : '@tensorflow/tfjs-core',
    ...(contestant.includes('chromium') ? ['chromium'] : []),
    ...(contestant.includes('tensorflow') ? ['@tensorflow/tfjs-node'] : []),
  ];
}

function cautions(
  before: BenchmarkResults,
  after: BenchmarkResults,
  changed: readonly string[],
): string[] {
  const note = (what: string, then: unknown, now: unknown, so: string): string[] =>
    then === now ? [] : [`${what}: ${String(then)} then, ${String(now)} now. ${so}`];
  const [old, now] = [before.settings, after.settings];
  const [{ cpu, cores }, machine] = [before.machine, after.machine];
  return [
    ...note('--seed', old.seed, now.seed, 'Images and transformations differ.'),
    ...note('--quick', old.quick, now.quick, 'One of the runs is rough.'),
    ...note('--equal-threads', old.equalThreads, now.equalThreads, 'Processes differ.'),
    ...note('processor', cpu, machine.cpu, 'Not every difference is a loss.'),
    ...note('cores', cores, machine.cores, 'Not every difference is a loss.'),
    ...(before.complete ? [] : ['The earlier run was stopped: what it lacks is not compared.']),
    ...changed
      .filter((name) => name !== 'commit' && name !== '@tfjs-stn/core')
      .flatMap((name) =>
        note(name, before.software[name], after.software[name], 'It is no reference.'),
      ),
  ];
}
