import { chartRows } from '../report/chart-data.js';
import { ratioChart, timeChart } from '../report/charts.js';
import { caseSection, missingSection } from '../report/html-sections.js';
import type { BenchmarkResults } from '../results/results.js';
import { elementOf } from './element-of.js';

/** Draws the chart anew, with all cases so far, and the tables below it. */
export function showResults(results: BenchmarkResults): void {
  const rows = chartRows(results);
  const chart = elementOf('chart', HTMLElement);
  const hasRatios = rows.some(({ ratio, role }) => ratio !== undefined && role === 'ours');
  chart.replaceChildren(
    timeChart(rows, document),
    ...(hasRatios ? [ratioChart(rows, document)] : []),
  );
  const tables = results.cases.map(caseSection);
  elementOf('results', HTMLElement).innerHTML = [...tables, missingSection(results)].join('');
}
