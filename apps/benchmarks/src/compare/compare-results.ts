import { isTimed } from '../results/is-timed.js';
import type { BenchmarkResults, CaseResult, TimedResult } from '../results/results.js';
import { medianError, summarise } from '../timing/statistics.js';

/** A loss above this share counts. */
const lossLimit = 0.1;
/** So many standard errors are still chance. */
const chance = 3;

/** How one of ours has changed in one case. */
export interface Change {
  readonly caseName: string;
  readonly contestant: string;
  /** Time now by time then, both by the same references: 1.2 takes a fifth longer. */
  readonly ratio: number;
  /** What chance explains, as a share: a ratio of 1 ± noise says nothing. */
  readonly noise: number;
  /** What it was held against. */
  readonly references: readonly string[];
}

/** What two runs say of each other. */
export interface Comparison {
  /** All beyond noise, losses first. */
  readonly changes: readonly Change[];
  /** Those of them that are losses above 10 %. */
  readonly losses: readonly Change[];
  /** How many of ours are in both runs, with a reference. */
  readonly compared: number;
}

/**
 * Compares two runs, which may come from different machines: not by their times but by their ratios
 * to memcpy and peers, who have not changed. Of the changes against each of these the median counts.
 */
export function compareResults(before: BenchmarkResults, after: BenchmarkResults): Comparison {
  const old = new Map(before.cases.map((each) => [each.name, each]));
  const compared = after.cases.flatMap((now) => {
    const then = old.get(now.name);
    return then ? changesOf(then, now) : [];
  });
  const changes = compared
    .filter(({ ratio, noise }) => Math.abs(Math.log(ratio)) > noise)
    .sort((a, b) => b.ratio - a.ratio);
  const losses = changes.filter(({ ratio }) => ratio > 1 + lossLimit);
  return { changes, losses, compared: compared.length };
}

function changesOf(before: CaseResult, after: CaseResult): Change[] {
  const then = timedByName(before);
  const now = [...timedByName(after).values()];
  const references = now.filter(({ name, role }) => role !== 'ours' && then.has(name));
  if (references.length === 0) return [];
  return now.flatMap((result): Change[] => {
    const earlier = then.get(result.name);
    if (result.role !== 'ours' || earlier === undefined) return [];
    const each = references.flatMap((reference) => {
      const old = then.get(reference.name);
      return old ? [changeBy(earlier, result, old, reference)] : [];
    });
    return [
      {
        caseName: after.name,
        contestant: result.name,
        ratio: Math.exp(summarise(each.map(({ logarithm }) => logarithm)).median),
        noise: chance * summarise(each.map(({ error }) => error)).median,
        references: references.map(({ name }) => name),
      },
    ];
  });
}

/** The change of a result against one reference, as a logarithm with its standard error. */
function changeBy(
  earlier: TimedResult,
  result: TimedResult,
  oldReference: TimedResult,
  reference: TimedResult,
): { readonly logarithm: number; readonly error: number } {
  const share = result.median / reference.median / (earlier.median / oldReference.median);
  const errors = [earlier, result, oldReference, reference].map((each) =>
    medianError(each, each.samples.length),
  );
  return { logarithm: Math.log(share), error: Math.hypot(...errors) };
}

function timedByName({ results }: CaseResult): Map<string, TimedResult> {
  return new Map(results.filter(isTimed).map((result) => [result.name, result]));
}
