import type { BenchmarkCase } from '../cases/cases.js';
import {
  Absent,
  WrongResult,
  type Checked,
  type Contestant,
  type Identity,
  type Ready,
} from '../contestants/contestant.js';

/** What is said of a contestant that is set up elsewhere. */
export interface Entry extends Checked {
  readonly entry: number;
  readonly bytes?: number | undefined;
  readonly note?: string | undefined;
}

/** How contestants in a page or another process are driven; everything is JSON. */
export interface Driver {
  setup(
    contestant: string,
    benchmarkCase: BenchmarkCase,
  ): Promise<Entry | { readonly absent: string } | { readonly failed: string }>;
  /** Milliseconds per call, by the clock there. */
  time(entry: number, calls: number): Promise<number>;
  teardown(entry: number): Promise<void>;
}

/** Lets a program elsewhere time these contestants. */
export function driver(contestants: readonly Contestant[]): Driver {
  const entries = new Map<number, Ready>();
  let count = 0;
  return {
    async setup(name, benchmarkCase) {
      const contestant = contestants.find((each) => each.name === name);
      if (contestant === undefined) return { absent: `there is no ${name}` };
      try {
        const ready = await contestant.setup(benchmarkCase);
        const entry = (count += 1);
        entries.set(entry, ready);
        const { error, values, bytes, note } = ready;
        return { entry, error, values, bytes, note };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return error instanceof Absent ? { absent: reason } : { failed: reason };
      }
    },
    async time(entry, calls) {
      const ready = entries.get(entry);
      if (ready === undefined) throw new RangeError(`no entry ${entry}`);
      return ready.time(calls);
    },
    async teardown(entry) {
      await entries.get(entry)?.teardown();
      entries.delete(entry);
    },
  };
}

/** A contestant that a driver drives, under the name it has there. */
export function remoteContestant(
  { name, role, backend, threads, competes }: Omit<Contestant, 'setup'>,
  nameThere: string,
  driverFor: () => Promise<Driver>,
): Contestant {
  const identity: Identity = { name, role, backend, threads };
  return {
    ...identity,
    competes,
    async setup(benchmarkCase) {
      const there = await driverFor();
      const found = await there.setup(nameThere, benchmarkCase);
      if ('absent' in found) throw new Absent(found.absent);
      if ('failed' in found) throw new WrongResult(found.failed);
      const { entry, ...facts } = found;
      return {
        ...identity,
        ...facts,
        time: (calls) => there.time(entry, calls),
        teardown: () => there.teardown(entry),
      };
    },
  };
}
