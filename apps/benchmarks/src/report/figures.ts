import { isTimed, type CaseResult, type TimedResult } from '../results/results.js';
import { fewestRounds } from '../timing/interleave.js';
import type { roundRatios } from '../timing/statistics.js';

/** A contestant's name, with what must be known at a glance: that its graphics are in software. */
export function displayName({ name, note }: TimedResult): string {
  return note?.startsWith('software') ? `${name} (software)` : name;
}

/** The fastest of a role in a case. */
export function fastest(
  { results }: CaseResult,
  role: TimedResult['role'],
): TimedResult | undefined {
  const timed = results.filter(isTimed).filter((result) => result.role === role);
  return timed.toSorted((a, b) => a.median - b.median)[0];
}

/**
 * How many times as long one contestant took as another of the same case. Both are free of the drift
 * of rounds. The quartiles are at their widest: they need not be independent.
 */
export function ratioOf(result: TimedResult, other: TimedResult): ReturnType<typeof roundRatios> {
  return {
    median: result.median / other.median,
    lowerQuartile: result.lowerQuartile / other.upperQuartile,
    upperQuartile: result.upperQuartile / other.lowerQuartile,
    // Of any two, one is in all rounds of the other.
    rounds: Math.min(result.rounds, other.rounds),
  };
}

/** That ratio for people; a dash without the other, or where they share too few rounds. */
export function ratioText(result: TimedResult, other: TimedResult | undefined): string {
  if (other === undefined) return '–';
  const { median, rounds } = ratioOf(result, other);
  return rounds < fewestRounds ? '–' : times(median);
}

/** How many times something: `0.183×`. */
export function times(ratio: number): string {
  return `${significant(ratio)}×`;
}

/** Megabytes, as tables have them: `3.00 MB`. */
export function megabytes(bytes: number): string {
  return `${significant(bytes / 1e6)} MB`;
}

/** Three significant digits, never in powers of ten. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  const digits = value === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(5, Math.max(0, digits)));
}
