import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { Absent } from '../contestants/absent.js';
import type { Contestant, Racer } from '../contestants/contestant.js';

/** What the page says to an attempt to enter a case. */
export type DriverEntrance =
  | {
      readonly entry: number;
      readonly threads?: number;
      readonly error?: number;
      readonly bytes?: number;
      readonly note?: string;
    }
  | { readonly absent: string }
  | { readonly failed: string };

/** How a program outside drives the page: all of it is JSON. */
export interface Driver {
  enter(contestant: string, benchmarkCase: BenchmarkCase): Promise<DriverEntrance>;
  /** Milliseconds per call, by the page's own clock. */
  time(entry: number, calls: number): Promise<number>;
  leave(entry: number): Promise<void>;
}

/** Lets a program outside time the page's contestants in its own races. */
export function driver(contestants: readonly Contestant[]): Driver {
  const racers = new Map<number, Racer>();
  let count = 0;
  return {
    async enter(name, benchmarkCase) {
      const contestant = contestants.find((each) => each.name === name);
      if (contestant === undefined) return { absent: `the page has no ${name}` };
      try {
        const racer = await contestant.enter(benchmarkCase);
        const entry = (count += 1);
        racers.set(entry, racer);
        const { threads, error, bytes, note } = racer;
        return {
          entry,
          ...(threads !== undefined && { threads }),
          ...(error !== undefined && { error }),
          ...(bytes !== undefined && { bytes }),
          ...(note !== undefined && { note }),
        };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return error instanceof Absent ? { absent: reason } : { failed: reason };
      }
    },
    async time(entry, calls) {
      const racer = racers.get(entry);
      if (racer === undefined) throw new RangeError(`no entry ${entry}`);
      return racer.time(calls);
    },
    async leave(entry) {
      await racers.get(entry)?.leave();
      racers.delete(entry);
    },
  };
}
