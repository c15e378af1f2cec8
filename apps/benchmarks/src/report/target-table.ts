import type { TargetResult } from '../results/results.js';
import { times } from './format.js';
import { markdownTable } from './markdown-table.js';

/** The targets with their verdicts; those that are missed are set like those that are met. */
export function targetTable(targets: readonly TargetResult[]): string {
  return markdownTable(
    [
      { title: 'target' },
      { title: 'at most', align: 'right' },
      { title: 'measured', align: 'right' },
      { title: 'quartiles', align: 'right' },
      { title: 'verdict' },
    ],
    targets.map(({ name, limit, ratio, verdict, reason }) => [
      name,
      `${limit}×`,
      ratio ? times(ratio.median) : '–',
      ratio ? `${times(ratio.lowerQuartile)} – ${times(ratio.upperQuartile)}` : '–',
      reason === undefined ? verdict : `${verdict}: ${reason}`,
    ]),
  );
}
