import * as z from 'zod';

import { passNames } from '../cases/cases.js';

const count = z.int().nonnegative();
const positive = z.number().positive();
const names = z.array(z.string());

const identity = z.strictObject({
  name: z.string().min(1),
  role: z.enum(['ours', 'peer', 'limit']),
  backend: z.string(),
  threads: count.optional(),
  note: z.string().optional(),
});
const summary = {
  median: positive,
  lowerQuartile: positive,
  upperQuartile: positive,
  rounds: count,
};
const window = z.strictObject({
  size: z.array(count).readonly(),
  strides: count,
  pad: z.enum(['valid', 'same']),
});

/** Index of the contestant; median, lower and upper quartile in ms; rounds; error; bytes. */
const row = z.tuple([
  ...([count, positive, positive, positive, count] as const),
  ...([z.number().nullable(), count.nullable()] as const),
]);

const cases = z.strictObject({
  name: z.string(),
  operation: z.string(),
  pass: z.enum(passNames),
  shape: z.tuple([count, count, count, count]).readonly(),
  window: window.optional(),
  shrinkBy: positive.optional(),
  timed: z.array(row),
});

/** Contestants that are not timed in some cases: `absent` where something is lacking, else `failed`. */
const missing = z.strictObject({
  contestant: count,
  status: z.enum(['absent', 'failed']),
  reason: z.string(),
  cases: names,
});

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
  /** Whether every contestant had a process with just its number of threads; and another malloc. */
  equalThreads: z.boolean().optional(),
  malloc: z.string().optional(),
});

const machine = z.strictObject({
  cpu: z.string(),
  cores: count,
  memoryBytes: count.optional(),
  system: z.string(),
  /** Processes that wanted a core in the last minute, before and after; more than cores is busy. */
  loadAverage: z.tuple([z.number(), z.number()]).optional(),
});

/** The file results.json: medians and quartiles, each contestant and each reason written once. */
const file = z.strictObject({
  version: z.literal(2),
  created: z.iso.datetime(),
  /** Whether the run came to its end. */
  complete: z.boolean(),
  seconds: z.number().nonnegative(),
  settings,
  machine,
  /** Versions by name. */
  software: z.record(z.string(), z.string()),
  contestants: z.array(identity),
  cases: z.array(cases),
  missing: z.array(missing),
  targets: z.array(target),
  /** Names of cases and targets for which there was no time. */
  skipped: names,
});

export type ResultsFile = z.infer<typeof file>;
export type TargetResult = z.infer<typeof target>;
type Identity = z.infer<typeof identity>;

/** A contestant that was timed, in milliseconds per call without the drift of rounds. */
export type TimedResult = Identity &
  Record<keyof typeof summary, number> & {
    readonly status: 'timed';
    readonly error?: number | undefined;
    readonly bytes?: number | undefined;
  };
/** A contestant that was not timed, the reason, and in which cases. */
export type Missing = Identity & Omit<z.infer<typeof missing>, 'contestant'>;
export type ContestantResult = TimedResult | Omit<Missing, 'cases'>;

/** One case, with all contestants that compete in it. */
export type CaseResult = Omit<z.infer<typeof cases>, 'timed'> & {
  readonly results: readonly ContestantResult[];
};

/** Everything that a run finds out, case by case. */
export type BenchmarkResults = Omit<
  ResultsFile,
  'version' | 'contestants' | 'missing' | 'cases'
> & { readonly cases: readonly CaseResult[] };

/** Whether there are times to look at. */
export function isTimed(result: ContestantResult): result is TimedResult {
  return result.status === 'timed';
}

/** Reads what a file has; or says what is wrong with it, as `cases[0].name: …`. */
export function expand(value: unknown): BenchmarkResults | { readonly problem: string } {
  const parsed = file.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = z.core.toDotPath(issue?.path ?? []) || 'the file';
    return { problem: `${path}: ${issue?.message}` };
  }
  const { version: _, contestants, missing: absent, cases: all, ...rest } = parsed.data;
  const who = (index: number): Identity =>
    contestants[index] ?? { name: `contestant ${index}`, role: 'peer', backend: '' };
  const expanded = all.map(({ timed, ...own }): CaseResult => {
    const results = new Map<number, ContestantResult>();
    for (const [place, median, lowerQuartile, upperQuartile, rounds, error, bytes] of timed) {
      const figures = { median, lowerQuartile, upperQuartile, rounds };
      const known = { ...(error !== null && { error }), ...(bytes !== null && { bytes }) };
      results.set(place, { ...who(place), status: 'timed', ...figures, ...known });
    }
    for (const { contestant, status, reason, cases: where } of absent) {
      if (where.includes(own.name)) results.set(contestant, { ...who(contestant), status, reason });
    }
    const inOrder = [...results].toSorted(([a], [b]) => a - b).map(([, result]) => result);
    return { ...own, results: inOrder };
  });
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
  const absent = new Map<string, ResultsFile['missing'][number]>();
  const compacted = all.map(({ results, ...own }) => {
    const timed = results.flatMap((each): z.infer<typeof row>[] => {
      const contestant = place(each);
      if (isTimed(each)) {
        const { median, lowerQuartile, upperQuartile, rounds, error, bytes } = each;
        const known = error === undefined ? null : roundTo(error, 2);
        return [[contestant, median, lowerQuartile, upperQuartile, rounds, known, bytes ?? null]];
      }
      const { status, reason } = each;
      const key = JSON.stringify([contestant, status, reason]);
      const where = [...(absent.get(key)?.cases ?? []), own.name];
      absent.set(key, { contestant, status, reason, cases: where });
      return [];
    });
    return { ...own, timed };
  });
  const contestants = [...places.keys()].map((key): Identity => JSON.parse(key));
  return { version: 2, ...rest, contestants, cases: compacted, missing: [...absent.values()] };
}

/** Rounds to significant digits. */
export function roundTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/**
 * How long each contestant is measured. Rounds are one more than a power of two, so that one that sits
 * out most of them has the first, the middle and the last.
 */
export function timingSettings(
  options: Pick<z.infer<typeof settings>, 'quick' | 'seed' | 'minutes'>,
): z.infer<typeof settings> {
  const { quick, seed, minutes } = options;
  const own = { seed, quick, minutes };
  return quick
    ? { ...own, rounds: 9, duelRounds: 17, budget: 150, sampleTime: 2 }
    : { ...own, rounds: 17, duelRounds: 33, budget: 300, sampleTime: 4 };
}

/** Results without any figures. */
export function noResults(
  own: Pick<BenchmarkResults, 'settings' | 'machine' | 'software'>,
): BenchmarkResults {
  const none = { cases: [], targets: [], skipped: [] };
  return { created: new Date().toISOString(), complete: false, seconds: 0, ...own, ...none };
}
