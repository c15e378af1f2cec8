import type { BenchmarkResults, CaseResult, TargetResult } from '../results/results.js';
import { caseRemark, caseTable } from './case-table.js';
import { machineLine } from './machine-line.js';
import { graphicsLines, missingLines, omissionLines, peerNotes } from './remarks.js';
import type { ReportTable } from './report-table.js';
import { targetTable } from './target-table.js';

/** What was measured, on what and with what. */
export function machineSection(results: BenchmarkResults): string {
  const versions = Object.entries(results.software).map(([name, version]) => `${name} ${version}`);
  const { settings, seconds } = results;
  return [
    '<h1>Benchmarks of tfjs-stn</h1>',
    `<p>${escaped(machineLine(results))}. ${escaped(versions.join(', '))}.</p>`,
    `<p>${settings.rounds} rounds per case, in which all contestants took turns in an order that changed; ${seconds} s in all; seed ${settings.seed}. Every result was held against a Float64 oracle before it was timed. Bars are quartiles; ratios are medians over rounds, and below 1 is faster.</p>`,
    list(omissionLines(results)),
  ].join('\n');
}

/** Targets with verdicts. */
export function targetSection(targets: readonly TargetResult[]): string {
  if (targets.length === 0) return '';
  const classes = targets.map(({ verdict }) => verdict.replace(' ', '-'));
  return `<h2>Targets</h2>${table(targetTable(targets), classes)}`;
}

/** What must be known to read the figures. */
export function notesSection(results: BenchmarkResults): string {
  return `<h2>What to know of the peers</h2>${list([...peerNotes, ...graphicsLines(results)])}`;
}

/** Everybody in one case. */
export function caseSection(benchmarkCase: CaseResult): string {
  const remark = caseRemark(benchmarkCase);
  const paragraph = remark === '' ? '' : `<p>${escaped(remark)}</p>`;
  return `<h3>${escaped(benchmarkCase.name)}</h3>${paragraph}${table(caseTable(benchmarkCase))}`;
}

/** Who could not be timed, and why. */
export function missingSection(results: BenchmarkResults): string {
  const lines = missingLines(results);
  return lines.length === 0 ? '' : `<h2>Not timed</h2>${list(lines)}`;
}

/** Text as HTML shows it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function list(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
}

/** @param lastClasses classes of the last cells, row by row */
function table({ columns, rows }: ReportTable, lastClasses: readonly string[] = []): string {
  const cell = (text: string, column: number, row: number): string => {
    const isLast = column === columns.length - 1 && lastClasses[row] !== undefined;
    return `<td${isLast ? ` class="${lastClasses[row]}"` : ''}>${escaped(text)}</td>`;
  };
  const head = columns.map(({ title }) => `<th>${escaped(title)}</th>`).join('');
  const body = rows.map(
    (row, index) => `<tr>${row.map((text, column) => cell(text, column, index)).join('')}</tr>`,
  );
  return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
