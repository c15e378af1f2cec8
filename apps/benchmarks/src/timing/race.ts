import { seededRandom } from '@tfjs-stn/testing';

import type { Racer } from '../contestants/contestant.js';
import { nextTask } from './next-task.js';
import type { Sample } from './round-ratios.js';

/** How long a race lasts. */
export interface RaceOptions {
  readonly rounds: number;
  /** Milliseconds for all samples of a racer; a slow one sits out rounds, but for a few. */
  readonly budget: number;
  /** Milliseconds that a sample should take at least: fast calls are repeated. */
  readonly sampleTime: number;
  /** Decides who follows whom. */
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** The samples of one racer, or the error that it ended with. */
export type RaceResult =
  { readonly samples: readonly Sample[]; readonly calls: number } | { readonly error: unknown };

/** However slow it is, a racer gives so many samples. */
export const fewest = 3;
/**
 * Calls below this many milliseconds are preceded by one that is not timed: it warms caches, and
 * starts threads that ended while others had their turn.
 */
const warmBelow = 60;

interface Lane {
  readonly racer: Racer;
  readonly samples: Sample[];
  calls: number;
  /** It takes part in every round, or in every second, fourth, eighth… */
  every: number;
  warm: boolean;
  error?: unknown;
}

/**
 * Times racers in turn, round by round and in a different order each time, so that a machine that
 * is slow for a while is slow for all of them, and nobody always follows the same one.
 *
 * One that fails drops out, and the others go on.
 */
export async function race(
  racers: readonly Racer[],
  options: RaceOptions,
): Promise<Map<Racer, RaceResult>> {
  const lanes = racers.map((racer): Lane => ({
    racer,
    samples: [],
    calls: 1,
    every: 1,
    warm: true,
  }));
  const { signal } = options;
  for (const lane of lanes) {
    await nextTask();
    if (signal?.aborted) break;
    await guarded(lane, () => calibrate(lane, options));
  }
  const random = seededRandom(options.seed);
  for (let round = 0; round < options.rounds; round++) {
    if (signal?.aborted) break;
    for (const lane of shuffled(lanes, random)) {
      if (lane.error !== undefined || round % lane.every !== 0) continue;
      await nextTask();
      if (signal?.aborted) break;
      await guarded(lane, () => sample(lane, round));
    }
  }
  return new Map(lanes.map((lane) => [lane.racer, resultOf(lane)]));
}

/**
 * Warms up, by at most ten calls or a tenth of the budget, and decides how many calls make a sample
 * and in which rounds there is one.
 */
async function calibrate(lane: Lane, { rounds, budget, sampleTime }: RaceOptions): Promise<void> {
  let best = Infinity;
  let spent = 0;
  for (let call = 0; call < 10 && (call < 2 || spent < budget / 10); call++) {
    const milliseconds = await lane.racer.time(1);
    best = Math.min(best, milliseconds);
    spent += milliseconds;
    if (spent > budget) break;
  }
  const once = Math.max(best, 1e-4);
  lane.calls = Math.max(1, Math.ceil(sampleTime / once));
  // The clock of a browser is coarse: only now is the time of one call known.
  if (lane.calls > 1) {
    const measured = Math.max(await lane.racer.time(lane.calls), 1e-5);
    lane.calls = Math.max(1, Math.min(100_000, Math.ceil(sampleTime / measured)));
  }
  lane.warm = once < warmBelow;
  lane.every = everyFor(rounds, budget / (once * (lane.calls + (lane.warm ? 1 : 0))));
}

/**
 * A power of two, so that of any two racers one is in all rounds of the other and their ratio has
 * at least `fewest` of them.
 *
 * @param affordable how many samples fit into the budget
 */
function everyFor(rounds: number, affordable: number): number {
  const samples = (every: number): number => Math.ceil(rounds / every);
  let every = 1;
  while (samples(every) > affordable && samples(2 * every) >= fewest) every *= 2;
  return every;
}

async function sample({ racer, samples, calls, warm }: Lane, round: number): Promise<void> {
  if (warm) await racer.time(1);
  samples.push({ round, milliseconds: await racer.time(calls) });
}

async function guarded(lane: Lane, work: () => Promise<void>): Promise<void> {
  try {
    if (lane.error === undefined) await work();
  } catch (error) {
    lane.error = error ?? new Error('it failed without saying why');
  }
}

function resultOf({ samples, calls, error }: Lane): RaceResult {
  return error === undefined ? { samples, calls } : { error };
}

/** The same lanes in another order (Fisher and Yates). */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [order[last], order[other]];
    if (a !== undefined && b !== undefined) [order[last], order[other]] = [b, a];
  }
  return order;
}
