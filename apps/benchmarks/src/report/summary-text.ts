import type { BenchmarkResults, CaseResult } from '../results/results.js';
import { displayName } from './display-name.js';
import { milliseconds } from './format.js';
import { machineLine } from './machine-line.js';
import { markdownTable } from './markdown-table.js';
import { missingList } from './missing-list.js';
import { fastest, ratioText } from './ratios.js';
import { omissionLines } from './remarks.js';
import { targetTable } from './target-table.js';

/** The results at a glance, for a terminal: ours at its best beside the fastest peer. */
export function summaryText(results: BenchmarkResults): string {
  const { cases, targets } = results;
  const columns = [
    { title: 'case' },
    { title: 'tfjs-stn at its best' },
    { title: 'ms', align: 'right' as const },
    { title: 'fastest peer' },
    { title: 'ms', align: 'right' as const },
    { title: 'ratio', align: 'right' as const },
  ];
  const failed = missingList(results).filter(({ status }) => status === 'failed');
  return [
    machineLine(results),
    ...omissionLines(results),
    markdownTable({ columns, rows: cases.map(row) }),
    ...(targets.length > 0 ? [markdownTable(targetTable(targets))] : []),
    ...failed.map(
      ({ contestant, reason, cases: where }) =>
        `Failed: ${contestant} in ${where.join(', ')}: ${reason}`,
    ),
  ].join('\n\n');
}

function row(benchmarkCase: CaseResult): string[] {
  const ours = fastest(benchmarkCase, 'ours');
  const peer = fastest(benchmarkCase, 'peer');
  return [
    benchmarkCase.name,
    ours ? displayName(ours) : 'nobody',
    ours ? milliseconds(ours.median) : '–',
    peer ? displayName(peer) : 'nobody',
    peer ? milliseconds(peer.median) : '–',
    ours ? ratioText(ours, peer) : '–',
  ];
}
