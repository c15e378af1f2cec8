import type { BenchmarkResults } from '../results/results.js';
import { compareCase } from './compare-case.js';
import { differences } from './differences.js';

/** A loss above this share counts. */
const lossLimit = 0.1;

/** How one of ours has changed in one case. */
export interface Change {
  readonly caseName: string;
  readonly contestant: string;
  /** Time now by time then, both by the same references: 1.2 takes a fifth longer. */
  readonly ratio: number;
  /** What chance explains, of the logarithm of the ratio: of ± 0.05 a ratio of 1.04 says nothing. */
  readonly noise: number;
  /** What it was held against. */
  readonly references: readonly string[];
}

/** One of ours in one case that says nothing, or is gone, and why. */
export interface Incomparable {
  readonly caseName: string;
  readonly contestant: string;
  readonly reason: string;
}

/** What two runs say of each other. */
export interface Comparison {
  /** All beyond noise, losses first. */
  readonly changes: readonly Change[];
  /** Those of them that are losses above 10 %. */
  readonly losses: readonly Change[];
  /** What was timed then and now fails or is not there: a loss as well. */
  readonly lost: readonly Incomparable[];
  /** What neither run, or only one of them, can say anything about. */
  readonly incomparable: readonly Incomparable[];
  /** How many of ours are in both runs, with a reference. */
  readonly compared: number;
  /** What else differs between the runs, each a sentence. */
  readonly cautions: readonly string[];
}

/** What is found out about one of ours in one case. */
export type Finding =
  | { readonly kind: 'compared'; readonly change: Change }
  | { readonly kind: 'lost' | 'incomparable'; readonly because: Incomparable };

/**
 * Compares two runs, which may come from different machines: not by their times but by their ratios
 * to memcpy and peers, taken round by round. Of the changes against each of these the median counts;
 * a peer whose version has changed is no reference.
 */
export function compareResults(before: BenchmarkResults, after: BenchmarkResults): Comparison {
  const { cautions, isReference } = differences(before, after);
  const now = new Map(after.cases.map((each) => [each.name, each]));
  const backends = after.settings.backends;
  const findings = before.cases.flatMap((then) => {
    const found = now.get(then.name);
    return found ? compareCase(then, found, { isReference, backends }) : [];
  });
  const compared = findings.flatMap((each) => (each.kind === 'compared' ? [each.change] : []));
  const changes = compared
    .filter(({ ratio, noise }) => Math.abs(Math.log(ratio)) > noise)
    .toSorted((a, b) => b.ratio - a.ratio);
  const because = (kind: 'lost' | 'incomparable'): Incomparable[] =>
    findings.flatMap((each) => (each.kind === kind && 'because' in each ? [each.because] : []));
  return {
    changes,
    losses: changes.filter(({ ratio }) => ratio > 1 + lossLimit),
    lost: because('lost'),
    incomparable: because('incomparable'),
    compared: compared.length,
    cautions,
  };
}
