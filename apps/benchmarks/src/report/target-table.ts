import type { TargetResult } from '../results/results.js';
import { times } from './format.js';
import type { ReportTable } from './report-table.js';

/** The targets with their verdicts; those that are missed are set like those that are met. */
export function targetTable(targets: readonly TargetResult[]): ReportTable {
  return {
    columns: [
      { title: 'target' },
      ...['at most', 'measured', 'quartiles', 'rounds'].map((title) => ({
        title,
        align: 'right' as const,
      })),
      { title: 'verdict' },
    ],
    rows: targets.map(({ name, limit, ratio, verdict, reason }) => [
      name,
      `${limit}×`,
      ratio ? times(ratio.median) : '–',
      ratio ? `${times(ratio.lowerQuartile)} – ${times(ratio.upperQuartile)}` : '–',
      ratio ? String(ratio.rounds) : '–',
      reason === undefined ? verdict : `${verdict}: ${reason}`,
    ]),
  };
}
