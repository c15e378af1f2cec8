import { isTimed } from '../results/is-timed.js';
import type { CaseResult, ContestantResult } from '../results/results.js';
import { bytes, milliseconds, times } from './format.js';
import { markdownTable } from './markdown-table.js';
import { fastest, ratioOf } from './ratios.js';

/** Everybody in a case, the fastest first, then those that could not be timed. */
export function caseTable(benchmarkCase: CaseResult): string {
  const peer = fastest(benchmarkCase, 'peer');
  const limit = fastest(benchmarkCase, 'limit');
  const columns = [
    { title: 'contestant' },
    ...['median, ms', 'quartiles', 'to the fastest peer', 'to memcpy', 'memory', 'error'].map(
      (title) => ({ title, align: 'right' as const }),
    ),
  ];
  const row = (result: ContestantResult): string[] =>
    isTimed(result)
      ? [
          result.name,
          milliseconds(result.median),
          `${milliseconds(result.lowerQuartile)} – ${milliseconds(result.upperQuartile)}`,
          peer ? times(ratioOf(result, peer).median) : '–',
          limit ? times(ratioOf(result, limit).median) : '–',
          result.bytes === undefined ? '–' : bytes(result.bytes),
          result.error === undefined ? '–' : result.error.toExponential(1),
        ]
      : [result.name, result.status, ...Array<string>(5).fill('–')];
  const timed = benchmarkCase.results.filter(isTimed).toSorted((a, b) => a.median - b.median);
  const rest = benchmarkCase.results.filter((result) => !isTimed(result));
  return markdownTable(columns, [...timed, ...rest].map(row));
}
