import { summarise, type Summary } from './statistics.js';

/** A sample, with the round that it was taken in. */
export interface Sample {
  readonly round: number;
  readonly milliseconds: number;
}

/** Ratios of rounds, and of how many. */
export interface RoundRatios extends Summary {
  readonly rounds: number;
}

/**
 * How many times as long one contestant took as another: the ratio of each round that both were
 * in, and of these the median and quartiles. A phase in which the machine is slow lasts for rounds
 * and slows both, so that it leaves the ratios alone where it would move the medians.
 */
export function roundRatios(
  numerator: readonly Sample[],
  denominator: readonly Sample[],
): RoundRatios {
  const byRound = new Map(denominator.map(({ round, milliseconds }) => [round, milliseconds]));
  const ratios = numerator.flatMap(({ round, milliseconds }) => {
    const other = byRound.get(round);
    return other === undefined ? [] : [milliseconds / other];
  });
  return { ...summarise(ratios), rounds: ratios.length };
}
