import { fewest } from '../timing/race.js';
import { valueCount } from '../cases/shape.js';
import { isTimed } from '../results/is-timed.js';
import type { BenchmarkResults } from '../results/results.js';
import { displayName } from './display-name.js';
import { fastest, ratioOf } from './ratios.js';

/** A contestant in a case, as charts show it. */
export interface ChartRow {
  readonly operation: string;
  readonly pass: string;
  readonly caseName: string;
  readonly contestant: string;
  readonly role: string;
  /** Values of the image. */
  readonly values: number;
  readonly milliseconds: number;
  /** Millions of values per second. */
  readonly speed: number;
  readonly threads?: number;
  readonly bytes?: number;
  /** To the fastest peer, with the quartiles; below 1 is faster. */
  readonly ratio?: number;
  readonly lower?: number;
  readonly upper?: number;
}

/** One row for every contestant that was timed. */
export function chartRows({ cases }: Pick<BenchmarkResults, 'cases'>): ChartRow[] {
  return cases.flatMap((each) => {
    const peer = fastest(each, 'peer');
    return each.results.filter(isTimed).map((result): ChartRow => {
      const ratio = peer && ratioOf(result, peer);
      const values = valueCount(each.shape);
      return {
        operation: each.operation,
        pass: each.pass,
        caseName: each.name,
        contestant: displayName(result),
        role: result.role,
        values,
        milliseconds: result.median,
        speed: values / result.median / 1000,
        ...(result.threads !== undefined && { threads: result.threads }),
        ...(result.bytes !== undefined && { bytes: result.bytes }),
        ...(ratio &&
          ratio.rounds >= fewest && {
            ratio: ratio.median,
            lower: ratio.lowerQuartile,
            upper: ratio.upperQuartile,
          }),
      };
    });
  });
}
