import * as z from 'zod';

import { passNames } from '../cases/cases.js';

const count = z.int().nonnegative();
const positive = z.number().positive();
const names = z.array(z.string());

const identity = {
  name: z.string().min(1),
  role: z.enum(['ours', 'peer', 'limit']),
  backend: z.string(),
  threads: count.optional(),
  note: z.string().optional(),
};
const summary = {
  median: positive,
  lowerQuartile: positive,
  upperQuartile: positive,
  rounds: count,
};

/** Index of the contestant; median, lower and upper quartile in ms; rounds; error; bytes. */
const row = z.tuple([
  ...([count, positive, positive, positive, count] as const),
  ...([z.number().nullable(), count.nullable()] as const),
]);

const benchmarkCase = {
  name: z.string(),
  operation: z.string(),
  pass: z.enum(passNames),
  shape: z.tuple([count, count, count, count]).readonly(),
  window: z
    .strictObject({
      size: z.array(count).readonly(),
      strides: count,
      pad: z.enum(['valid', 'same']),
    })
    .optional(),
  shrinkBy: positive.optional(),
};

const target = z.strictObject({
  name: z.string(),
  limit: positive,
  verdict: z.enum(['met', 'missed', 'not measured']),
  /** Both sides, as `case: contestant`. */
  measured: z.string(),
  against: z.string(),
  /** The ratio of times of every round, and then its median; absent where not measured. */
  ratio: z.strictObject(summary).optional(),
  reason: z.string().optional(),
});

const settings = z.strictObject({
  seed: count,
  quick: z.boolean(),
  /** Time for all measurements. Where it is short, budgets shrink, and the last cases are skipped. */
  minutes: count,
  /** tfjs backends that took part, if not all. */
  backends: names.optional(),
  rounds: count,
  duelRounds: count,
  budget: positive,
  sampleTime: positive,
  /** Whether every contestant had a process with just its number of threads. */
  equalThreads: z.boolean().optional(),
});

const machine = z.strictObject({
  cpu: z.string(),
  cores: count,
  memoryBytes: count.optional(),
  system: z.string(),
  /** Processes that wanted a core in the last minute, before and after; more than cores is busy. */
  loadAverage: z.tuple([z.number(), z.number()]).optional(),
});

/** Who is not timed in some cases: `absent` where something is lacking, else `failed`. */
const missing = z.strictObject({
  ...identity,
  status: z.enum(['absent', 'failed']),
  reason: z.string(),
  cases: names,
});

/** The file results.json: medians and quartiles, each contestant and each reason written once. */
const file = z.strictObject({
  version: z.literal(3),
  created: z.iso.datetime(),
  /** Whether the run came to its end. */
  complete: z.boolean(),
  seconds: z.number().nonnegative(),
  settings,
  machine,
  /** Versions by name. */
  software: z.record(z.string(), z.string()),
  contestants: z.array(z.strictObject(identity)),
  cases: z.array(z.strictObject({ ...benchmarkCase, timed: z.array(row) })),
  missing: z.array(missing),
  targets: z.array(target),
  /** Names of cases and targets for which there was no time. */
  skipped: names,
});

export type ResultsFile = z.infer<typeof file>;
export type Settings = z.infer<typeof settings>;
export type TargetResult = z.infer<typeof target>;
export type Missing = z.infer<typeof missing>;
type Identity = ResultsFile['contestants'][number];

/** A contestant that was timed, in milliseconds per call without the drift of rounds. */
export type TimedResult = Identity &
  Record<keyof typeof summary, number> & {
    readonly error?: number | undefined;
    readonly bytes?: number | undefined;
  };

/** One case, with all contestants that were timed in it. */
export type CaseResult = Omit<ResultsFile['cases'][number], 'timed'> & {
  readonly results: readonly TimedResult[];
};

/** Everything that a run finds out, case by case. */
export type BenchmarkResults = Omit<ResultsFile, 'version' | 'contestants' | 'cases'> & {
  readonly cases: readonly CaseResult[];
};

/** Reads what a file has; or says what is wrong with it, as `cases[0].name: …`. */
export function expand(value: unknown): BenchmarkResults | { readonly problem: string } {
  const parsed = file.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = z.core.toDotPath(issue?.path ?? []) || 'the file';
    return { problem: `${path}: ${issue?.message}` };
  }
  const { version: _, contestants, cases, ...rest } = parsed.data;
  const resultOf = ([place, median, lower, upper, rounds, error, bytes]: z.infer<typeof row>) => ({
    ...(contestants[place] ?? { name: `contestant ${place}`, role: 'peer', backend: '' }),
    median,
    lowerQuartile: lower,
    upperQuartile: upper,
    rounds,
    ...(error !== null && { error }),
    ...(bytes !== null && { bytes }),
  });
  const expanded = cases.map(({ timed, ...own }) => ({ ...own, results: timed.map(resultOf) }));
  return { ...rest, cases: expanded };
}

/** Results as a file has them. */
export function compact({ cases: all, ...rest }: BenchmarkResults): ResultsFile {
  const places = new Map<string, number>();
  const place = ({ name, role, backend, threads, note }: Identity): number => {
    const key = JSON.stringify({ name, role, backend, threads, note });
    if (!places.has(key)) places.set(key, places.size);
    return places.get(key) ?? NaN;
  };
  const cases = all.map(({ results, ...own }) => ({
    ...own,
    timed: results.map((each): z.infer<typeof row> => {
      const { median, lowerQuartile, upperQuartile, rounds, error, bytes } = each;
      const figures = [median, lowerQuartile, upperQuartile, rounds] as const;
      return [place(each), ...figures, error ?? null, bytes ?? null];
    }),
  }));
  const contestants = [...places.keys()].map((key): Identity => JSON.parse(key));
  return { version: 3, ...rest, contestants, cases };
}

/** Adds to the list of who is missing: cases with the same reason are one entry. */
export function addMissing(
  all: readonly Missing[],
  more: readonly Omit<Missing, 'cases'>[],
  caseName: string,
): Missing[] {
  const entries = new Map(all.map(({ cases, ...who }) => [JSON.stringify(who), { ...who, cases }]));
  for (const who of more) {
    const key = JSON.stringify(who);
    entries.set(key, { ...who, cases: [...(entries.get(key)?.cases ?? []), caseName] });
  }
  return [...entries.values()];
}

/** Rounds to significant digits. */
export function roundTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/**
 * How long each contestant is measured. Rounds are one more than a power of two, so that one that sits
 * out most of them has the first, the middle and the last.
 */
export function timingSettings({
  quick,
  seed,
  minutes,
}: Pick<Settings, 'quick' | 'seed' | 'minutes'>): Settings {
  const own = { seed, quick, minutes };
  return quick
    ? { ...own, rounds: 9, duelRounds: 17, budget: 150, sampleTime: 2 }
    : { ...own, rounds: 17, duelRounds: 33, budget: 300, sampleTime: 4 };
}
