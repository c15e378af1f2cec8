import { isTimed } from '../results/is-timed.js';
import type { CaseResult, TimedResult } from '../results/results.js';
import { fewest } from '../timing/race.js';
import { roundRatios, type RoundRatios, type Sample } from '../timing/round-ratios.js';
import { times } from './format.js';

/** The quickest of a role in a case, by its median. */
export function fastest(
  { results }: CaseResult,
  role: TimedResult['role'],
): TimedResult | undefined {
  const timed = results.filter(isTimed).filter((result) => result.role === role);
  return timed.toSorted((a, b) => a.median - b.median)[0];
}

/** How many times as long one result took as another of the same case, round by round. */
export function ratioOf(result: TimedResult, other: TimedResult): RoundRatios {
  return roundRatios(samplesOf(result), samplesOf(other));
}

function samplesOf({ samples, rounds }: TimedResult): Sample[] {
  return samples.map((milliseconds, index) => ({ milliseconds, round: rounds[index] ?? -1 }));
}

/** That ratio for people; a dash without the other, or where they share too few rounds. */
export function ratioText(result: TimedResult, other: TimedResult | undefined): string {
  if (other === undefined) return '–';
  const { median, rounds } = ratioOf(result, other);
  return rounds < fewest ? '–' : times(median);
}
