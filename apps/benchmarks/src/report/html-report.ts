import { parseHTML } from 'linkedom';

import type { BenchmarkResults } from '../results/results.js';
import { chartRows, type ChartRow } from './chart-data.js';
import {
  bundleChart,
  family,
  memoryChart,
  ratioChart,
  sizeChart,
  threadChart,
  type Chart,
} from './charts.js';
import {
  caseSection,
  escaped,
  machineSection,
  missingSection,
  notesSection,
  targetSection,
} from './html-sections.js';
import { reportStyle } from './report-style.js';

/** A page with charts and tables that needs nothing but itself. */
export function htmlReport(results: BenchmarkResults): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<title>Benchmarks of tfjs-stn</title>',
    `<style>${reportStyle}</style>`,
    machineSection(results),
    targetSection(results.targets),
    notesSection(results),
    ...charts(results),
    '<h2>All figures</h2>',
    ...results.cases.map(caseSection),
    missingSection(results),
    '</html>',
    '',
  ].join('\n');
}

function charts(results: BenchmarkResults): string[] {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const rows = chartRows(results);
  const { bundles } = results;
  const hasRatio: Wanted = ({ ratio }) => ratio !== undefined;
  const hasBytes: Wanted = ({ bytes = 0 }) => bytes > 0;
  const sizes = severalSizes(rows);
  const threads = severalThreads(rows);
  return [
    ...byOperation(rows, 'Ratio to the fastest peer', hasRatio, (own) => ratioChart(own, document)),
    ...byOperation(rows, 'Time against size', sizes, (own) => sizeChart(own, document)),
    ...byCase(rows, 'Speed against threads', threads, (own) => threadChart(own, document)),
    ...byCase(rows, 'Memory', hasBytes, (own) => memoryChart(own, document)),
    ...(bundles.length > 0
      ? [`<h2>Bundle sizes</h2>${bundleChart(bundles, document).outerHTML}`]
      : []),
  ];
}

type Draw = (rows: readonly ChartRow[]) => Chart;
type Wanted = (row: ChartRow) => boolean;

/** A chart for every operation and pass. */
function byOperation(
  rows: readonly ChartRow[],
  title: string,
  wanted: Wanted,
  draw: Draw,
): string[] {
  return grouped(
    rows.filter(wanted),
    title,
    ({ operation, pass }) => `${operation}, ${pass}`,
    draw,
  );
}

/** A chart for every case, folded away but for the first. */
function byCase(rows: readonly ChartRow[], title: string, wanted: Wanted, draw: Draw): string[] {
  return grouped(rows.filter(wanted), title, ({ caseName }) => caseName, draw);
}

function grouped(
  rows: readonly ChartRow[],
  title: string,
  keyOf: (row: ChartRow) => string,
  draw: Draw,
): string[] {
  const groups = new Map<string, ChartRow[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  if (groups.size === 0) return [];
  const charts = [...groups].map(
    ([key, own], index) =>
      `<details${index === 0 ? ' open' : ''}><summary>${escaped(key)}</summary>${draw(own).outerHTML}</details>`,
  );
  return [`<h2>${title}</h2>`, ...charts];
}

/** Rows of operations that were measured at several sizes. */
function severalSizes(rows: readonly ChartRow[]): Wanted {
  return (row) =>
    rows.some(
      ({ operation, pass, contestant, values }) =>
        operation === row.operation &&
        pass === row.pass &&
        contestant === row.contestant &&
        values !== row.values,
    );
}

/** Rows of contestants who were measured with several numbers of threads in a case. */
function severalThreads(rows: readonly ChartRow[]): Wanted {
  return (row) =>
    row.threads !== undefined &&
    rows.some(
      (other) =>
        other.caseName === row.caseName &&
        other.threads !== row.threads &&
        family(other) === family(row),
    );
}
