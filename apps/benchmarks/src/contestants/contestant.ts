import { caseName, kindOf, valueCount, type BenchmarkCase } from '../cases/cases.js';

/** The contestant cannot take part here; the message says why, for the report. */
export class Absent extends Error {
  override readonly name = 'Absent';
}

/** The contestant computed something other than it was asked for, and is not timed. */
export class WrongResult extends Error {
  override readonly name = 'WrongResult';
}

/** The first line of an error, shortened: some carry the whole of a program. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').filter((part) => part.trim() !== '');
  // Some say on the first line only that the second says it.
  const [first = 'no reason was given', second = ''] = lines;
  const line = first.endsWith(':') ? `${first} ${second.trim()}` : first;
  return line.length > 300 ? `${line.slice(0, 297)}…` : line;
}

/** A contestant as results name it. */
export interface Identity {
  /** Unique: `tfjs-stn on wasm+kernels`. */
  readonly name: string;
  /** Measured, compared with, or a physical limit. */
  readonly role: 'ours' | 'peer' | 'limit';
  /** What `--backend` takes; empty for a contestant that is not a tfjs backend. */
  readonly backend: string;
  /** How many threads it may use, where that is known. */
  readonly threads?: number | undefined;
}

/** What the check of a result found. */
export interface Checked {
  /** The largest error against a reference, relative where values are above 1. */
  readonly error?: number | undefined;
  /** Values to compare with those of the other contestants, where there is no oracle. */
  readonly values?: readonly number[] | undefined;
  /** The peak of its tensors' bytes in a call, beyond its inputs. */
  readonly bytes?: number | undefined;
  /** What a reader of its figures must know. */
  readonly note?: string | undefined;
}

/** A contestant that is set up for one case, with its result checked. */
export interface Ready extends Identity, Checked {
  /** Milliseconds per call, over `calls` calls in a row. */
  time(calls: number): Promise<number>;
  teardown(): Promise<void>;
}

/** Something that can be timed. */
export interface Contestant extends Identity {
  /** Whether it takes part in a case; if not, it is not listed there. */
  competes(benchmarkCase: BenchmarkCase): boolean;
  /** Prepares a case and checks the result. Throws Absent, WrongResult, or any other error. */
  setup(benchmarkCase: BenchmarkCase): Promise<Ready>;
  /** Ends processes that run for it. */
  close?(): Promise<void>;
}

/** The work of a contestant for one case. */
export interface Work {
  /** Milliseconds per call, over `calls` calls in a row. */
  time(calls: number): number | Promise<number>;
  /** Computes the result once and checks it. Throws WrongResult. */
  check(): Checked | Promise<Checked>;
  dispose(): unknown;
}

/** A contestant that does `prepare`'s work, on the backend that `activate` makes the current one. */
export function defineContestant(
  identity: Identity,
  competes: Contestant['competes'],
  prepare: (benchmarkCase: BenchmarkCase) => Work | Promise<Work>,
  activate: () => Promise<void> = async () => undefined,
): Contestant {
  return {
    ...identity,
    competes,
    async setup(benchmarkCase) {
      await activate();
      const work = await prepare(benchmarkCase);
      const teardown = async (): Promise<void> => {
        await activate();
        await work.dispose();
      };
      try {
        const checked = await work.check();
        const time = async (calls: number): Promise<number> => {
          await activate();
          return work.time(calls);
        };
        return { ...identity, ...checked, time, teardown };
      } catch (error) {
        await teardown().catch(() => undefined);
        throw error;
      }
    },
  };
}

/** Times a call, which ends when its result is there. */
export function timed(call: () => void | Promise<unknown>): Work['time'] {
  return async (calls) => {
    const start = performance.now();
    for (let made = 0; made < calls; made++) {
      const pending = call();
      // Awaiting nothing would take time as well.
      if (pending) await pending;
    }
    return (performance.now() - start) / calls;
  };
}

/**
 * Leaves a contestant out of a case in which one call is too slow to be repeated in turn with others;
 * the reason gives its time. Cases of the same size or larger are then not tried.
 *
 * @param limits milliseconds of a call: of sampling, and of everything else
 */
export function withTimeLimit(
  contestant: Contestant,
  limits: { readonly sampling: number; readonly other: number },
): Contestant {
  const tooSlow = new Map<string, { readonly values: number; readonly reason: string }>();
  return {
    ...contestant,
    async setup(benchmarkCase) {
      const { operation, pass, shape } = benchmarkCase;
      const isSampling = kindOf(operation) === 'sampling';
      const kind = isSampling ? 'sampling' : `${operation} ${pass}`;
      const known = tooSlow.get(kind);
      const values = valueCount(shape);
      if (known && values >= known.values) throw new Absent(`${known.reason}; not tried here`);
      const ready = await contestant.setup(benchmarkCase);
      const milliseconds = await ready.time(1);
      if (milliseconds <= limits[isSampling ? 'sampling' : 'other']) return ready;
      await ready.teardown();
      const seconds = (milliseconds / 1000).toFixed(1);
      const reason = `one call took ${seconds} s on ${caseName(benchmarkCase)}`;
      tooSlow.set(kind, { values, reason });
      throw new Absent(`${reason}: too long to be timed in turn with the others`);
    },
  };
}
