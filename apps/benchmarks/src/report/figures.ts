import { mean } from 'd3-array';

import type { CaseResult, TimedResult } from '../results/results.js';
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
  const own = results.filter((result) => result.role === role);
  return own.toSorted((a, b) => a.median - b.median)[0];
}

/**
 * How many times as long one contestant took as another of the same case. Both are free of the drift
 * of rounds. The quartiles are at their widest: they need not be independent.
 */
function ratioOf(result: TimedResult, other: TimedResult): ReturnType<typeof roundRatios> {
  return {
    median: result.median / other.median,
    lowerQuartile: result.lowerQuartile / other.upperQuartile,
    upperQuartile: result.upperQuartile / other.lowerQuartile,
    // Of any two, one is in all rounds of the other.
    rounds: Math.min(result.rounds, other.rounds),
  };
}

/** The median of that ratio; undefined without the other, or where they share too few rounds. */
export function ratioTo(result: TimedResult, other: TimedResult | undefined): number | undefined {
  const ratio = other && ratioOf(result, other);
  return ratio && ratio.rounds >= fewestRounds ? ratio.median : undefined;
}

/** Whether a case shows the cost of a call only: it has one pixel. */
export function isOverhead({ shape }: CaseResult): boolean {
  return shape.every((length) => length === 1);
}

/** The mean of ratios. */
export function geometricMean(ratios: readonly number[]): number {
  return Math.exp(mean(ratios, (ratio) => Math.log(ratio)) ?? NaN);
}

/** How many times something: `0.183×`; a dash if that is not known. */
export function times(ratio: number | undefined): string {
  return ratio === undefined ? '–' : `${significant(ratio)}×`;
}

/** Three significant digits, never in powers of ten. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  const digits = value === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(5, Math.max(0, digits)));
}
