import type { Role } from '../contestants/contestant.js';
import { isTimed } from '../results/is-timed.js';
import type { BenchmarkResults } from '../results/results.js';

/** A reason for which contestants are missing, and where. */
export interface MissingReason {
  readonly contestant: string;
  readonly role: Role;
  readonly status: 'absent' | 'failed';
  readonly reason: string;
  /** Names of cases. */
  readonly cases: readonly string[];
}

/** Who is missing and why; what is true of many cases is said once. */
export function missingList({ cases }: BenchmarkResults): MissingReason[] {
  const found = new Map<string, MissingReason & { readonly cases: string[] }>();
  for (const { name: caseName, results } of cases) {
    for (const result of results) {
      if (isTimed(result)) continue;
      const { name: contestant, role, status, reason } = result;
      const key = JSON.stringify([contestant, status, reason]);
      const entry = found.get(key) ?? { contestant, role, status, reason, cases: [] };
      entry.cases.push(caseName);
      found.set(key, entry);
    }
  }
  return [...found.values()];
}
