/** Something that is timed. */
export interface Contestant {
  readonly name: string;
  /** One call, finished when it returns or its promise resolves. */
  run(): void | Promise<void>;
}

/** Milliseconds per call. */
export interface Timing {
  readonly name: string;
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

export interface MeasureOptions {
  /** Timed calls per contestant. */
  readonly samples: number;
  readonly warmup: number;
}

/**
 * Times contestants in turn, call by call, so that a machine that is slow for a while is slow for
 * all of them.
 */
export async function measure(
  contestants: readonly Contestant[],
  { samples, warmup }: MeasureOptions,
): Promise<Timing[]> {
  const times = contestants.map((): number[] => []);
  for (let round = -warmup; round < samples; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const start = performance.now();
      await contestant.run();
      const elapsed = performance.now() - start;
      if (round >= 0) times[index]?.push(elapsed);
    }
  }
  return contestants.map(({ name }, index) => summarise(name, times[index] ?? []));
}

function summarise(name: string, times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  const quantile = (q: number): number => sorted[Math.floor(q * (sorted.length - 1))] ?? NaN;
  return {
    name,
    median: quantile(0.5),
    lowerQuartile: quantile(0.25),
    upperQuartile: quantile(0.75),
  };
}
