import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { timeCalls } from '../timing/time-calls.js';
import type { Contestant, Identity } from './contestant.js';
import type { Entry } from './entry.js';

/** A contestant that runs in this thread. */
export interface LocalContestant {
  readonly competes: Contestant['competes'];
  /** Makes this the current backend, before anything is done and outside of what is timed. */
  readonly activate?: () => Promise<void>;
  /** @throws Absent */
  readonly enter: (benchmarkCase: BenchmarkCase) => Entry | Promise<Entry>;
}

/** Times what runs in this thread. */
export function localContestant(
  identity: Identity,
  { competes, activate = async () => undefined, enter }: LocalContestant,
): Contestant {
  return {
    ...identity,
    competes,
    async enter(benchmarkCase) {
      await activate();
      const entry = await enter(benchmarkCase);
      const leave = async (): Promise<void> => {
        await activate();
        await entry.dispose();
      };
      try {
        const error = await entry.check();
        const bytes = await entry.bytes?.();
        const note = entry.note?.();
        return {
          ...identity,
          ...(error !== undefined && { error }),
          ...(note !== undefined && { note }),
          ...(bytes !== undefined && { bytes }),
          async time(calls) {
            await activate();
            return entry.time?.(calls) ?? timeCalls(() => entry.call(), calls);
          },
          leave,
        };
      } catch (error) {
        await leave();
        throw error;
      }
    },
  };
}
