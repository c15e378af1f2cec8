import { isTimed } from '../results/is-timed.js';
import type { CaseResult, ContestantResult, TimedResult } from '../results/results.js';
import { displayName } from './display-name.js';
import { bytes, milliseconds } from './format.js';
import { fastest, ratioText } from './ratios.js';
import type { ReportTable } from './report-table.js';

const figures = [
  'median, ms',
  'quartiles',
  'to the fastest peer',
  'to memcpy',
  'rounds',
  'memory',
  'error',
];

/** Everybody in a case, the fastest first, then those that could not be timed. */
export function caseTable(benchmarkCase: CaseResult): ReportTable {
  const peer = fastest(benchmarkCase, 'peer');
  const limit = fastest(benchmarkCase, 'limit');
  const timed = benchmarkCase.results.filter(isTimed).toSorted((a, b) => a.median - b.median);
  const rest = benchmarkCase.results.filter((result) => !isTimed(result));
  return {
    columns: [
      { title: 'contestant' },
      ...figures.map((title) => ({ title, align: 'right' as const })),
    ],
    rows: [
      ...timed.map((result) => timedRow(result, peer, limit)),
      ...rest.map((result) => missingRow(result)),
    ],
  };
}

/** What is special about a case, where there is something. */
export function caseRemark({ shape }: CaseResult): string {
  return shape.every((length) => length === 1)
    ? 'One pixel: what dispatch, checks and, on a GPU, waiting for the result cost by themselves.'
    : '';
}

function timedRow(
  result: TimedResult,
  peer: TimedResult | undefined,
  limit: TimedResult | undefined,
): string[] {
  return [
    displayName(result),
    milliseconds(result.median),
    `${milliseconds(result.lowerQuartile)} – ${milliseconds(result.upperQuartile)}`,
    ratioText(result, peer),
    ratioText(result, limit),
    String(result.samples.length),
    result.bytes === undefined ? '–' : bytes(result.bytes),
    result.error === undefined ? '–' : result.error.toExponential(1),
  ];
}

function missingRow(result: ContestantResult): string[] {
  return [displayName(result), result.status, ...Array<string>(figures.length - 1).fill('–')];
}
