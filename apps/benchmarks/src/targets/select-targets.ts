import { caseName, type BenchmarkCase } from '../cases/benchmark-case.js';
import type { Shape } from '../cases/shape.js';
import type { Target } from './target.js';

/**
 * The targets that a run can decide: those whose cases it has. A quick run has few cases, and
 * decides the quick ones of their operations all the same, unless shapes are asked for.
 */
export function selectTargets(
  targets: readonly Target[],
  cases: readonly BenchmarkCase[],
  { quick, shape }: { readonly quick: boolean; readonly shape?: readonly Shape[] },
): Target[] {
  if (quick && shape === undefined) {
    const operations = new Set(cases.map(({ operation }) => operation));
    return targets.filter(
      ({ quick: wanted = false, measured }) =>
        wanted && operations.has(measured.benchmarkCase.operation),
    );
  }
  const names = new Set(cases.map(caseName));
  return targets.filter(({ measured }) => names.has(caseName(measured.benchmarkCase)));
}
