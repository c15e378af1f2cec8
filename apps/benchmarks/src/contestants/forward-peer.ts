import { samplingOperation, type BenchmarkCase, type SamplingOperation } from '../cases/cases.js';
import type { SamplingProblem, SamplingProblems } from '../problems/sampling-problem.js';
import { Absent, defineContestant } from './contestant.js';
import type { Contestant, Identity, Work } from './contestant.js';

/** What a peer without gradients is called, and what it takes part in. */
export interface ForwardPeer extends Omit<Identity, 'role' | 'backend'> {
  readonly backend?: string;
  /** The operations that it has; all that sample by default. */
  readonly operations?: readonly string[];
  readonly problems: SamplingProblems;
  activate?(): Promise<void>;
}

/** A peer that samples forward; where a gradient is asked for it is absent. */
export function forwardPeer(
  { operations, problems, activate, backend = '', ...identity }: ForwardPeer,
  prepare: (problem: SamplingProblem, operation: SamplingOperation) => Work | Promise<Work>,
): Contestant {
  const sampling = ({ operation }: BenchmarkCase): SamplingOperation | undefined =>
    operations?.includes(operation) === false ? undefined : samplingOperation(operation);
  return defineContestant(
    { ...identity, backend, role: 'peer' },
    (benchmarkCase) => sampling(benchmarkCase) !== undefined,
    (benchmarkCase) => {
      const operation = sampling(benchmarkCase);
      if (benchmarkCase.pass !== 'forward' || !operation) {
        throw new Absent('it computes no gradients');
      }
      return prepare(problems(benchmarkCase), operation);
    },
    activate,
  );
}
