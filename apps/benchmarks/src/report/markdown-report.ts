import type { BenchmarkResults } from '../results/results.js';
import { bytes } from './format.js';
import { caseRemark, caseTable } from './case-table.js';
import { machineLine } from './machine-line.js';
import { markdownTable } from './markdown-table.js';
import { graphicsLines, missingLines, omissionLines, peerNotes } from './remarks.js';
import { targetTable } from './target-table.js';

/** All of the results as Markdown. */
export function markdownReport(results: BenchmarkResults): string {
  const { cases, targets, bundles, software } = results;
  const versions = Object.entries(software).map(([name, version]) => `${name} ${version}`);
  const sizes = bundles.map(({ name, minified, gzipped }) => [
    name,
    bytes(minified),
    bytes(gzipped),
  ]);
  const right = 'right' as const;
  const sections = [
    `# Benchmarks of tfjs-stn\n\n${machineLine(results)}.\n\n${versions.join(', ')}.`,
    list(omissionLines(results)),
    section('Targets', targets.length > 0 ? markdownTable(targetTable(targets)) : ''),
    section('What to know of the peers', list([...peerNotes, ...graphicsLines(results)])),
    '## Cases\n\nMedians of milliseconds per call; ratios are medians over rounds that both were in, and below 1 is faster; a dash where these are fewer than three. All contestants of a case were timed in turn.',
    ...cases.map((each) =>
      [`### ${each.name}`, caseRemark(each), markdownTable(caseTable(each))]
        .filter(Boolean)
        .join('\n\n'),
    ),
    section('Not timed', list(missingLines(results))),
    section(
      'Bundle sizes',
      sizes.length > 0
        ? markdownTable({
            columns: [
              { title: 'what' },
              { title: 'minified', align: right },
              { title: 'gzipped', align: right },
            ],
            rows: sizes,
          })
        : '',
    ),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function section(title: string, content: string): string {
  return content === '' ? '' : `## ${title}\n\n${content}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
