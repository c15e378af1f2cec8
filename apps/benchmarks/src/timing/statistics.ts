import { quantile } from 'd3-array';

/** The middle of many samples. */
export interface Summary {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** A sample, with the round it was taken in. */
export interface Sample {
  readonly round: number;
  readonly milliseconds: number;
}

/** Median and quartiles, interpolated between samples; NaN without any. */
export function summarise(samples: readonly number[]): Summary {
  const [lowerQuartile = NaN, median = NaN, upperQuartile = NaN] = [0.25, 0.5, 0.75].map((share) =>
    quantile(samples, share),
  );
  return { median, lowerQuartile, upperQuartile };
}

/**
 * The standard error of a median of `count` samples, as a share of it. The middle half is taken for
 * normal: σ = IQR / 1.349, and that of the median 1.253 σ / √n.
 */
export function medianError(summary: Summary, count: number): number {
  const { median, lowerQuartile, upperQuartile } = summary;
  if (count < 2) return Infinity;
  return (0.929 * (upperQuartile - lowerQuartile)) / Math.sqrt(count) / median;
}

/** The ratio of two contestants in every round that both were in: its median and quartiles. */
export function roundRatios(
  numerator: readonly Sample[],
  denominator: readonly Sample[],
): Summary & { readonly rounds: number } {
  const byRound = new Map(denominator.map(({ round, milliseconds }) => [round, milliseconds]));
  const ratios = numerator.flatMap(({ round, milliseconds }) => {
    const other = byRound.get(round);
    return other === undefined ? [] : [milliseconds / other];
  });
  return { ...summarise(ratios), rounds: ratios.length };
}

/** Sweeps of the median polish, which settles after a few. */
const sweeps = 10;

/**
 * Takes out of samples what is common to a round: a phase in which the machine is slow slows all
 * contestants by about the same factor. Median polish (Tukey, 1977) of `log t = contestant + round`
 * finds it; the median round keeps the factor 1. A round that one contestant alone was in stays.
 */
export function withoutDrift(all: readonly (readonly Sample[])[]): Sample[][] {
  const rounds = [...new Set(all.flatMap((own) => own.map(({ round }) => round)))];
  const drifts = new Map(rounds.map((round) => [round, 0]));
  const drift = (round: number): number => drifts.get(round) ?? 0;
  const level = ({ round, milliseconds }: Sample): number =>
    Math.log(Math.max(milliseconds, 1e-9)) - drift(round);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const levels = all.map((own) => summarise(own.map(level)).median);
    for (const round of rounds) {
      const deviations = all.flatMap((own, index) =>
        own
          .filter((each) => each.round === round)
          .map((each) => level(each) - (levels[index] ?? 0)),
      );
      if (deviations.length > 1) drifts.set(round, drift(round) + summarise(deviations).median);
    }
  }
  const typical = summarise([...drifts.values()]).median || 0;
  return all.map((own) =>
    own.map(({ round, milliseconds }) => ({
      round,
      milliseconds: milliseconds / Math.exp(drift(round) - typical),
    })),
  );
}
