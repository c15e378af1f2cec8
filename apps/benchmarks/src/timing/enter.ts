import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { Absent } from '../contestants/absent.js';
import type { Contestant, Identity, Racer } from '../contestants/contestant.js';
import type { MissingResult } from '../results/results.js';

/** A racer that is ready, or why there is none. */
export type Entrance = { readonly racer: Racer } | { readonly missing: MissingResult };

/** Prepares a contestant for a case; whatever goes wrong is the contestant's affair alone. */
export async function enter(
  contestant: Contestant,
  benchmarkCase: BenchmarkCase,
): Promise<Entrance> {
  try {
    return { racer: await contestant.enter(benchmarkCase) };
  } catch (error) {
    return { missing: missing(contestant, error) };
  }
}

/** What a result says of a contestant that could not be timed. */
export function missing({ name, role, backend, threads }: Identity, error: unknown): MissingResult {
  return {
    name,
    role,
    backend,
    ...(threads !== undefined && { threads }),
    status: error instanceof Absent ? 'absent' : 'failed',
    reason: reasonOf(error),
  };
}

/** The first line, and not without end: some errors carry the whole of a program. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').filter((part) => part.trim() !== '');
  // Some say on the first line only that the second says it.
  const [first = 'it did not say why', second = ''] = lines;
  const line = first.endsWith(':') ? `${first} ${second.trim()}` : first;
  return line.length > 300 ? `${line.slice(0, 297)}…` : line;
}
