import type { BenchmarkResults, CaseResult } from '../results/results.js';
import { missingLines } from './remarks.js';
import { caseTable, escaped, htmlTable } from './tables.js';

/** The style sheet of the report and of the page. */
export const reportStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 960px; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; }
h3 { font-size: 1rem; margin-top: 1.5rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.85rem; width: 100%; }
th, td { padding: 0.2rem 0.6rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child { text-align: left; }
td { font-variant-numeric: tabular-nums; }
.met { color: #15803d; }
.missed { color: #c2410c; font-weight: bold; }
summary { cursor: pointer; }
svg { max-width: 100%; height: auto; }
`;

/** All contestants of a case. */
export function caseSection(benchmarkCase: CaseResult): string {
  const isOverhead = benchmarkCase.shape.every((length) => length === 1);
  const remark = isOverhead
    ? '<p>One pixel: the cost of dispatch, checks and, on a GPU, of waiting for the result.</p>'
    : '';
  return `<h3>${escaped(benchmarkCase.name)}</h3>${remark}${htmlTable(caseTable(benchmarkCase))}`;
}

/** Contestants that were not timed, and why. */
export function missingSection(results: BenchmarkResults): string {
  const lines = missingLines(results);
  return lines.length === 0 ? '' : `<h2>Not timed</h2>${htmlList(lines)}`;
}

export function htmlList(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<ul>${lines.map((line) => `<li>${escaped(line)}`).join('')}</ul>`;
}
