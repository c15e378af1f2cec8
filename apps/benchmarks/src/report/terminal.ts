import type { BenchmarkResults } from '../results/results.js';
import { machineLine, missingList, omissionLines, verdicts } from './remarks.js';
import { summaryTable, targetTable, textTable } from './tables.js';

/** The results at a glance, for a terminal of `width` characters. */
export function summaryText(results: BenchmarkResults, width: number): string {
  const { cases, targets } = results;
  const failed = missingList(results).filter(({ status }) => status === 'failed');
  return [
    machineLine(results),
    ...omissionLines(results),
    textTable(summaryTable(cases), width),
    ...(targets.length > 0
      ? [`Targets: ${verdicts(results)}.`, textTable(targetTable(targets), width)]
      : []),
    ...failed.map((each) => `Failed: ${each.name} in ${each.cases.join(', ')}: ${each.reason}`),
  ].join('\n\n');
}
