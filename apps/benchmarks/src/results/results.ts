import type { Pass, Window } from '../cases/benchmark-case.js';
import type { Shape } from '../cases/shape.js';
import type { Identity } from '../contestants/contestant.js';
import type { Summary } from '../timing/statistics.js';

/** A contestant that was timed; times are milliseconds per call. */
export interface TimedResult extends Identity, Summary {
  readonly status: 'timed';
  /** One sample for each of `rounds`, the mean of `calls` calls in a row. */
  readonly samples: readonly number[];
  readonly rounds: readonly number[];
  readonly calls: number;
  readonly error?: number;
  readonly bytes?: number;
}

/** One that was not: `absent` where the machine or the software lacks something, else `failed`. */
export interface MissingResult extends Identity {
  readonly status: 'absent' | 'failed';
  readonly reason: string;
}

/** How one contestant did in one case. */
export type ContestantResult = TimedResult | MissingResult;

/** One case, all contestants having been in the same race. */
export interface CaseResult {
  readonly name: string;
  readonly operation: string;
  readonly pass: Pass;
  readonly shape: Shape;
  readonly window?: Window;
  readonly results: readonly ContestantResult[];
}

/** Whether a figure that was aimed at is reached. */
export interface TargetResult {
  readonly name: string;
  readonly limit: number;
  readonly verdict: 'met' | 'missed' | 'not measured';
  /** What was measured, and what it was held against, as `case: contestant`. */
  readonly measured: string;
  readonly against: string;
  /** The ratio of times, of every round and then in the middle; absent where not measured. */
  readonly ratio?: Summary & { readonly rounds: number };
  readonly reason?: string;
}

/** What a package or a peer adds to a program that loads it, in bytes. */
export interface BundleSize {
  readonly name: string;
  readonly role: 'ours' | 'peer';
  readonly minified: number;
  readonly gzipped: number;
}

/** A size that is not known, and why. */
export interface MissingBundle {
  readonly name: string;
  readonly reason: string;
}

/** What the run was made on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes?: number;
  readonly system: string;
  /** Processes that wanted a core in the last minute, before and after; more than cores is busy. */
  readonly loadAverage?: readonly [before: number, after: number];
}

/** How it was measured. */
export interface RunSettings {
  readonly seed: number;
  readonly quick: boolean;
  /** Time for all that is measured: where it is short, budgets shrink, and the last is skipped. */
  readonly minutes: number;
  /** Backends of tfjs that took part, if not all. */
  readonly backends?: readonly string[];
  readonly rounds: number;
  readonly duelRounds: number;
  readonly budget: number;
  readonly sampleTime: number;
}

/** Everything that a run finds out: the file that `schema/results.schema.json` describes. */
export interface BenchmarkResults {
  readonly version: 1;
  /** ISO 8601. */
  readonly created: string;
  /** Whether the run came to its end; a part is what a stopped one leaves. */
  readonly complete: boolean;
  readonly seconds: number;
  readonly settings: RunSettings;
  readonly machine: Machine;
  /** Versions by name. */
  readonly software: Readonly<Record<string, string>>;
  readonly cases: readonly CaseResult[];
  readonly targets: readonly TargetResult[];
  /** Names of cases and targets for which there was no time. */
  readonly skipped: readonly string[];
  readonly bundles: readonly BundleSize[];
  /** What could not be bundled or found. */
  readonly missingBundles: readonly MissingBundle[];
}
