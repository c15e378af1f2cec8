import type { BenchmarkCase } from '../cases/benchmark-case.js';

/** What a contestant is there for: to be measured, to be compared with, or as a physical limit. */
export type Role = 'ours' | 'peer' | 'limit';

/** Who a contestant is, as results name it. */
export interface Identity {
  /** Unique: `tfjs-stn on wasm + kernels`. */
  readonly name: string;
  readonly role: Role;
  /** What `--backend` takes; empty for what is no backend of tfjs. */
  readonly backend: string;
  /** How many threads it may use, where that is known. */
  readonly threads?: number;
  /** What must be known to read its figures, such as graphics in software. */
  readonly note?: string;
}

/** A contestant that is ready for one case, its result found right. */
export interface Racer extends Identity {
  /** The largest error that was found, relative where values are above 1. */
  readonly error?: number;
  /** The most bytes that its tensors take at any moment of a call, beyond its inputs. */
  readonly bytes?: number;
  /** Milliseconds per call, over so many calls in a row. */
  time(calls: number): Promise<number>;
  /** Gives back what it holds. */
  leave(): Promise<void>;
}

/** Something that can be timed. */
export interface Contestant extends Identity {
  /** Whether it has anything to do with such a case; if not, it is not listed there. */
  competes(benchmarkCase: BenchmarkCase): boolean;
  /**
   * Prepares for a case and checks the result.
   *
   * @throws Absent if it can't take part here; WrongResult, or anything else, if it fails
   */
  enter(benchmarkCase: BenchmarkCase): Promise<Racer>;
  /** Ends what runs for it. */
  close?(): Promise<void>;
}
