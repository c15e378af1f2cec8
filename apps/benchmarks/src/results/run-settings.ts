import type { RunSettings } from './results.js';

/** What of a run decides on its settings. */
export interface SettingsOptions {
  readonly quick: boolean;
  readonly seed: number;
  /** Those that take part; all without it. */
  readonly backend?: readonly string[];
  readonly minutes: number;
}

/**
 * How long each contestant is measured: a full run, or one that only shows whether all is well.
 * Rounds are one more than a power of two, so that who sits out the most has first, middle and last.
 */
export function runSettings({ quick, seed, backend, minutes }: SettingsOptions): RunSettings {
  const own = { seed, quick, minutes, ...(backend && { backends: [...backend] }) };
  return quick
    ? { ...own, rounds: 9, duelRounds: 17, budget: 150, sampleTime: 2 }
    : { ...own, rounds: 17, duelRounds: 33, budget: 300, sampleTime: 4 };
}
