import { seededRandom } from '@tfjs-stn/testing';
import { shuffler } from 'd3-array';

import type { Ready } from '../contestants/contestant.js';
import type { Sample } from './statistics.js';

/** How long contestants are timed. */
export interface TimingOptions {
  readonly rounds: number;
  /** Milliseconds for all samples of a contestant; a slow one sits out rounds. */
  readonly budget: number;
  /** Milliseconds that a sample takes at least: fast calls are repeated. */
  readonly sampleTime: number;
  /** Decides the order of contestants. */
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** The samples of one contestant, or the error that ended it. */
export type Timed =
  { readonly samples: readonly Sample[]; readonly calls: number } | { readonly error: unknown };

/** Every contestant gives at least this many samples, however slow it is. */
export const fewestRounds = 3;
/** Below this many milliseconds a call that is not timed comes first: it warms caches and threads. */
const warmBelow = 60;

interface Lane {
  readonly contestant: Ready;
  readonly samples: Sample[];
  calls: number;
  /** It takes part in every round, or in every second, fourth, eighth… */
  every: number;
  warm: boolean;
  error?: unknown;
}

/**
 * Times contestants in turn, round by round and in an order that changes, so that a slow phase of the
 * machine slows all of them, and none always follows the same one. One that fails drops out.
 */
export async function interleave(
  contestants: readonly Ready[],
  options: TimingOptions,
): Promise<Map<Ready, Timed>> {
  const lanes = contestants.map((contestant): Lane => ({
    contestant,
    samples: [],
    calls: 1,
    every: 1,
    warm: true,
  }));
  const { signal, rounds } = options;
  const shuffle = shuffler(seededRandom(options.seed));
  const take = async (lane: Lane, work: () => Promise<void>): Promise<void> => {
    await nextTask();
    if (signal?.aborted || lane.error !== undefined) return;
    await work().catch((error: unknown) => {
      lane.error = error ?? new Error('it failed without a reason');
    });
  };
  for (const lane of lanes) await take(lane, () => calibrate(lane, options));
  for (let round = 0; round < rounds; round++) {
    if (signal?.aborted) break;
    for (const lane of shuffle([...lanes])) {
      if (round % lane.every === 0) await take(lane, () => sample(lane, round));
    }
  }
  return new Map(
    lanes.map(({ contestant, samples, calls, error }) => [
      contestant,
      error === undefined ? { samples, calls } : { error },
    ]),
  );
}

/**
 * Warms up, by at most ten calls or a tenth of the budget, and decides how many calls make a sample
 * and which rounds have one.
 */
async function calibrate(lane: Lane, { rounds, budget, sampleTime }: TimingOptions): Promise<void> {
  let [best, spent] = [Infinity, 0];
  for (let call = 0; call < 10 && (call < 2 || spent < budget / 10); call++) {
    const milliseconds = await lane.contestant.time(1);
    best = Math.min(best, milliseconds);
    spent += milliseconds;
    if (spent > budget) break;
  }
  const once = Math.max(best, 1e-4);
  lane.calls = Math.max(1, Math.ceil(sampleTime / once));
  // The clock of a browser is coarse: only now is the time of one call known.
  if (lane.calls > 1) {
    const measured = Math.max(await lane.contestant.time(lane.calls), 1e-5);
    lane.calls = Math.max(1, Math.min(100_000, Math.ceil(sampleTime / measured)));
  }
  lane.warm = once < warmBelow;
  const affordable = budget / (once * (lane.calls + (lane.warm ? 1 : 0)));
  // Powers of two: of any two contestants one is then in all rounds of the other.
  const samples = (every: number): number => Math.ceil(rounds / every);
  while (samples(lane.every) > affordable && samples(2 * lane.every) >= fewestRounds) {
    lane.every *= 2;
  }
}

async function sample({ contestant, samples, calls, warm }: Lane, round: number): Promise<void> {
  if (warm) await contestant.time(1);
  samples.push({ round, milliseconds: await contestant.time(calls) });
}

/** Lets a click, Ctrl-C or a repaint through. A timer takes a second in a page that is not visible. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const receive = (): void => (port1.close(), resolve());
    port1.addEventListener('message', receive, { once: true });
    port1.start();
    port2.postMessage(undefined);
  });
}
