import { caseName, type BenchmarkCase } from '../cases/benchmark-case.js';
import { samplingOperation } from '../cases/operation.js';
import { valueCount } from '../cases/shape.js';
import { Absent } from './absent.js';
import type { Contestant } from './contestant.js';

/** Longest calls, in milliseconds, of contestants that are to be timed in turn with others. */
export interface Patience {
  /** Of what samples: most take milliseconds. */
  readonly sampling: number;
  /** Of the rest: a step of training takes a second. */
  readonly other: number;
}

/**
 * A contestant that is left out of a case where one call takes too long to be repeated again and
 * again, such as a GPU in software on a frame of video; its time is told in the reason. What is not
 * smaller is not tried.
 */
export function impatient(contestant: Contestant, patience: Patience): Contestant {
  const tooLong = new Map<string, { readonly values: number; readonly said: string }>();
  return {
    ...contestant,
    async enter(benchmarkCase) {
      const { operation, pass, shape } = benchmarkCase;
      const isSampling = samplingOperation(operation) !== undefined;
      const kind = isSampling ? 'sampling' : `${operation} ${pass}`;
      const known = tooLong.get(kind);
      const values = valueCount(shape);
      if (known && values >= known.values) throw new Absent(`${known.said}; not tried here`);
      const racer = await contestant.enter(benchmarkCase);
      const milliseconds = await racer.time(1);
      if (milliseconds <= patience[isSampling ? 'sampling' : 'other']) return racer;
      await racer.leave();
      const said = slowness(benchmarkCase, milliseconds);
      tooLong.set(kind, { values, said });
      throw new Absent(`${said}: too long to be timed in turn with the others`);
    },
  };
}

function slowness(benchmarkCase: BenchmarkCase, milliseconds: number): string {
  return `one call took ${(milliseconds / 1000).toFixed(1)} s on ${caseName(benchmarkCase)}`;
}
