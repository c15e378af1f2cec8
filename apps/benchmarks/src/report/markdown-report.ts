import type { BenchmarkResults } from '../results/results.js';
import { bytes } from './format.js';
import { caseTable } from './case-table.js';
import { machineLine } from './machine-line.js';
import { markdownTable } from './markdown-table.js';
import { missingList } from './missing-list.js';
import { targetTable } from './target-table.js';

/** All of the results as Markdown. */
export function markdownReport(results: BenchmarkResults): string {
  const { cases, targets, bundles, software } = results;
  const versions = Object.entries(software).map(([name, version]) => `${name} ${version}`);
  const missing = missingList(results).map(
    ({ contestant, status, reason, cases: where }) =>
      `- ${contestant}, ${status} in ${where.length === 1 ? where[0] : `${where.length} cases`}: ${reason}`,
  );
  const sizes = bundles.map(({ name, minified, gzipped }) => [
    name,
    bytes(minified),
    bytes(gzipped),
  ]);
  const sections = [
    `# Benchmarks of tfjs-stn\n\n${machineLine(results)}.\n\n${versions.join(', ')}.`,
    ...(targets.length > 0 ? [`## Targets\n\n${targetTable(targets)}`] : []),
    '## Cases\n\nMedians of milliseconds per call; ratios are medians over rounds. All contestants of a case were timed in turn.',
    ...cases.map((each) => `### ${each.name}\n\n${caseTable(each)}`),
    ...(missing.length > 0 ? [`## Not timed\n\n${missing.join('\n')}`] : []),
    ...(sizes.length > 0
      ? [
          `## Bundle sizes\n\n${markdownTable([{ title: 'what' }, { title: 'minified', align: 'right' }, { title: 'gzipped', align: 'right' }], sizes)}`,
        ]
      : []),
  ];
  return `${sections.join('\n\n')}\n`;
}
