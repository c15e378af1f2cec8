import { caseName, type BenchmarkCase } from '../cases/benchmark-case.js';
import { Absent } from '../contestants/absent.js';
import type { Contestant, Racer } from '../contestants/contestant.js';
import type { CaseResult, ContestantResult } from '../results/results.js';
import { enter, missing } from './enter.js';
import { nextTask } from './next-task.js';
import { race, type RaceOptions, type RaceResult } from './race.js';
import { summarise } from './statistics.js';

/** What happens in a case, for who watches. */
export interface CaseEvents {
  /** A contestant is being prepared and checked. */
  onEnter?(contestant: Contestant): void;
  /** The race is on. */
  onRace?(racers: number): void;
}

/** Lets all contestants of a case race, once their results are found right. */
export async function runCase(
  benchmarkCase: BenchmarkCase,
  contestants: readonly Contestant[],
  options: RaceOptions,
  events: CaseEvents = {},
): Promise<CaseResult> {
  const racers: Racer[] = [];
  const results = new Map<string, ContestantResult>();
  const competing = contestants.filter((contestant) => contestant.competes(benchmarkCase));
  for (const contestant of competing) {
    if (options.signal?.aborted) break;
    events.onEnter?.(contestant);
    await nextTask();
    const entrance = await enter(contestant, benchmarkCase);
    if ('racer' in entrance) racers.push(entrance.racer);
    else results.set(contestant.name, entrance.missing);
  }
  if (!options.signal?.aborted) events.onRace?.(racers.length);
  const raced = await race(racers, options);
  for (const racer of racers) {
    const result = raced.get(racer);
    if (result) results.set(racer.name, resultOf(racer, result));
    await racer.leave().catch(() => undefined);
  }
  const { operation, pass, shape, window } = benchmarkCase;
  return {
    name: caseName(benchmarkCase),
    operation,
    pass,
    shape,
    ...(window && { window }),
    results: competing.flatMap(({ name }) => results.get(name) ?? []),
  };
}

function resultOf(racer: Racer, result: RaceResult): ContestantResult {
  if ('error' in result) return missing(racer, result.error);
  if (result.samples.length === 0) return missing(racer, new Absent('the run was stopped'));
  const { name, role, backend, threads, note, error, bytes } = racer;
  const samples = result.samples.map(({ milliseconds }) => round(milliseconds));
  return {
    name,
    role,
    backend,
    ...(threads !== undefined && { threads }),
    ...(note !== undefined && { note }),
    status: 'timed',
    ...summarise(samples),
    samples,
    rounds: result.samples.map(({ round: index }) => index),
    calls: result.calls,
    ...(error !== undefined && { error }),
    ...(bytes !== undefined && { bytes }),
  };
}

/** Five digits are more than any clock knows. */
function round(milliseconds: number): number {
  return Number(milliseconds.toPrecision(5));
}
