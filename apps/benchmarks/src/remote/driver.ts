import type { BenchmarkCase } from '../cases/cases.js';
import { Absent, defineContestant, reasonOf, WrongResult } from '../contestants/contestant.js';
import type { Checked, Contestant, Ready } from '../contestants/contestant.js';

/** What a program asks contestants in a page or another process; everything is JSON. */
export type Request =
  | {
      readonly do: 'setup';
      readonly contestant: string;
      readonly benchmarkCase: BenchmarkCase;
    }
  | { readonly do: 'time'; readonly entry: number; readonly calls: number }
  | { readonly do: 'teardown'; readonly entry: number };

/** The number of an entry and what its check found; or why there is none; or milliseconds per call. */
export interface Answer extends Checked {
  readonly entry?: number;
  readonly absent?: string;
  readonly failed?: string;
  readonly milliseconds?: number;
}
export type Driver = (request: Request) => Promise<Answer>;

/** Lets a program elsewhere time these contestants. */
export function driver(contestants: readonly Contestant[]): Driver {
  const entries: (Ready | undefined)[] = [];
  const setup = async (name: string, benchmarkCase: BenchmarkCase): Promise<Answer> => {
    const contestant = contestants.find((each) => each.name === name);
    if (contestant === undefined) return { absent: `there is no ${name}` };
    try {
      const ready = await contestant.setup(benchmarkCase);
      const { error, values, bytes, note } = ready;
      return { entry: entries.push(ready) - 1, error, values, bytes, note };
    } catch (error) {
      return error instanceof Absent ? { absent: error.message } : { failed: reasonOf(error) };
    }
  };
  return async (request) => {
    if (request.do === 'setup') return setup(request.contestant, request.benchmarkCase);
    const ready = entries[request.entry];
    if (ready === undefined) throw new RangeError(`no entry ${request.entry}`);
    if (request.do === 'time') return { milliseconds: await ready.time(request.calls) };
    entries[request.entry] = undefined;
    await ready.teardown();
    return {};
  };
}

/** Milliseconds after which a question to a page or a process counts as unanswered. */
export const timeout = 120_000;

/** The answer; if it takes too long, `end` is called, and it throws. */
export async function inTime<Value>(answer: Promise<Value>, end: () => void): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`there was no answer for ${timeout / 1000} s`));
      end();
    }, timeout);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** A contestant that is driven elsewhere, where it has another name. */
export function remoteContestant(
  { name, role, backend, threads, competes }: Omit<Contestant, 'setup'>,
  nameThere: string,
  driverFor: () => Promise<Driver>,
): Contestant {
  return defineContestant({ name, role, backend, threads }, competes, async (benchmarkCase) => {
    const ask = await driverFor();
    const found = await ask({ do: 'setup', contestant: nameThere, benchmarkCase });
    const { entry, absent, failed, ...facts } = found;
    if (absent !== undefined) throw new Absent(absent);
    if (entry === undefined) throw new WrongResult(failed ?? 'it gave no answer');
    return {
      time: async (calls) => (await ask({ do: 'time', entry, calls })).milliseconds ?? NaN,
      check: () => facts,
      dispose: () => ask({ do: 'teardown', entry }),
    };
  });
}
