import type { RunSettings } from './results.js';

/** How long each contestant is measured: a full run, or one that only shows whether all is well. */
export function runSettings(quick: boolean, seed: number): RunSettings {
  return quick
    ? { seed, quick, rounds: 7, duelRounds: 15, budget: 400, sampleTime: 2 }
    : { seed, quick, rounds: 21, duelRounds: 61, budget: 1500, sampleTime: 4 };
}
