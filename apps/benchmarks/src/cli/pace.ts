/** Keeps a run within its time, and estimates how long the rest takes. */
export interface Pace {
  /** The factor by which budgets shrink so that the rest fits; 0 where no time is left. */
  share(): number;
  /** Milliseconds that the rest takes; undefined before the first step is done. */
  left(): number | undefined;
  /** The next step is done. */
  advance(): void;
}

/** Checks take their time however small the budget: smaller shares gain nothing. */
const smallestShare = 0.1;

/**
 * @param steps how many there are; each counts alike
 * @param limit milliseconds for all of them
 * @param now a clock in milliseconds
 */
export function pace(
  steps: number,
  limit: number,
  now: () => number = () => performance.now(),
): Pace {
  const start = now();
  let done = 0;
  const left = (): number | undefined =>
    done === 0 ? undefined : ((now() - start) / done) * (steps - done);
  return {
    left,
    share() {
      const remaining = limit - (now() - start);
      if (remaining <= 0) return 0;
      const expected = left() ?? 0;
      // Squared, since only a part of a step shrinks with its budget.
      return expected <= remaining ? 1 : Math.max(smallestShare, (remaining / expected) ** 2);
    },
    advance: () => void (done += 1),
  };
}
