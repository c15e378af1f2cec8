/** What many samples of one thing say. */
export interface Summary {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** Median and quartiles, interpolated between samples; NaN of no samples at all. */
export function summarise(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    lowerQuartile: quantile(sorted, 0.25),
    upperQuartile: quantile(sorted, 0.75),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const lower = sorted[below] ?? NaN;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] ?? NaN;
  return lower + (position - below) * (upper - lower);
}

/**
 * How far a median of so many samples may be off by chance, as a share of it: one standard error,
 * taking the middle half of the samples for normal.
 *
 * The standard deviation is IQR / 1.349, that of the median 1.253 times as much over √n.
 */
export function medianError(
  { median, lowerQuartile, upperQuartile }: Summary,
  count: number,
): number {
  if (count < 2) return Infinity;
  return (0.929 * (upperQuartile - lowerQuartile)) / Math.sqrt(count) / median;
}
