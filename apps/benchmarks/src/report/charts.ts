import * as Plot from '@observablehq/plot';

import type { BundleSize } from '../results/results.js';
import type { ChartRow } from './chart-data.js';

/** A chart, as an element of the document that it is made for. */
export type Chart = ReturnType<typeof Plot.plot>;

/** What every chart has in common. */
function options(document: Document): Plot.PlotOptions {
  return {
    document,
    width: 900,
    marginBottom: 45,
    style: { background: 'none', fontSize: '12px' },
  };
}

/** Ratio to the fastest peer, one line for each case of one operation and pass. */
export function ratioChart(rows: readonly ChartRow[], document: Document): Chart {
  const shown = rows.filter(({ ratio, role }) => ratio !== undefined && role !== 'limit');
  const cases = unique(shown.map(({ caseName }) => caseName));
  return Plot.plot({
    ...options(document),
    marginLeft: 320,
    height: 40 + 16 * shown.length + 30 * cases.length,
    x: { type: 'log', grid: true, label: 'times as long as the fastest peer →', tickFormat: '~g' },
    y: { label: null },
    fy: { label: null, axis: null },
    color: { domain: ['ours', 'peer'], range: ['#1668b8', '#8a8f98'] },
    marks: [
      Plot.ruleX([1], { stroke: '#c2410c', strokeDasharray: '4 3' }),
      Plot.ruleY(shown, {
        x1: 'lower',
        x2: 'upper',
        y: 'contestant',
        fy: 'caseName',
        stroke: 'role',
      }),
      Plot.dot(shown, {
        x: 'ratio',
        y: 'contestant',
        fy: 'caseName',
        fill: 'role',
        r: 4,
        sort: { y: 'x' },
      }),
      caseTitles(cases),
    ],
  });
}

/** Times of everybody, one line for each case. */
export function timeChart(rows: readonly ChartRow[], document: Document): Chart {
  const cases = unique(rows.map(({ caseName }) => caseName));
  return Plot.plot({
    ...options(document),
    marginLeft: 320,
    height: 40 + 16 * rows.length + 30 * cases.length,
    x: { type: 'log', grid: true, label: 'milliseconds per call →', tickFormat: '~g' },
    y: { label: null },
    fy: { label: null, axis: null },
    color: { domain: ['ours', 'peer', 'limit'], range: ['#1668b8', '#8a8f98', '#c2410c'] },
    marks: [
      Plot.dot(rows, { x: 'milliseconds', y: 'contestant', fy: 'caseName', fill: 'role', r: 4 }),
      caseTitles(cases),
    ],
  });
}

/** How time grows with the size of the image, for one operation and pass. */
export function sizeChart(rows: readonly ChartRow[], document: Document): Chart {
  return Plot.plot({
    ...options(document),
    height: 420,
    marginLeft: 60,
    marginRight: 210,
    x: { type: 'log', grid: true, label: 'values of the image →', tickFormat: '~s' },
    y: { type: 'log', grid: true, label: '↑ milliseconds', tickFormat: '~g' },
    marks: [
      Plot.line(rows, { x: 'values', y: 'milliseconds', stroke: 'contestant', sort: 'values' }),
      Plot.dot(rows, { x: 'values', y: 'milliseconds', fill: 'contestant', r: 3 }),
      Plot.text(
        rows,
        Plot.selectLast({
          x: 'values',
          y: 'milliseconds',
          z: 'contestant',
          text: 'contestant',
          textAnchor: 'start',
          dx: 8,
        }),
      ),
    ],
  });
}

/** Speed against threads, for those who were measured with several numbers of them. */
export function threadChart(rows: readonly ChartRow[], document: Document): Chart {
  return Plot.plot({
    ...options(document),
    height: 320,
    marginLeft: 60,
    x: {
      label: 'threads →',
      tickFormat: 'd',
      ticks: unique(rows.map(({ threads = 1 }) => threads)),
      inset: 20,
    },
    y: { grid: true, label: '↑ million values per second', zero: true },
    color: { legend: false },
    marks: [
      Plot.line(rows, { x: 'threads', y: 'speed', stroke: family, z: family, sort: 'threads' }),
      Plot.dot(rows, { x: 'threads', y: 'speed', fill: family, r: 4 }),
      Plot.text(
        rows,
        Plot.selectLast({
          x: 'threads',
          y: 'speed',
          z: family,
          text: family,
          textAnchor: 'end',
          dy: -10,
        }),
      ),
    ],
  });
}

/** The most that tensors take during a call. */
export function memoryChart(rows: readonly ChartRow[], document: Document): Chart {
  return Plot.plot({
    ...options(document),
    height: 60 + 16 * rows.length,
    marginLeft: 320,
    x: { grid: true, label: 'bytes beyond the inputs →', tickFormat: '~s' },
    y: { label: null },
    marks: [
      Plot.barX(rows, { x: 'bytes', y: 'contestant', fill: '#1668b8', sort: { y: 'x' } }),
      Plot.ruleX([0]),
    ],
  });
}

/** What packages add to a program. */
export function bundleChart(bundles: readonly BundleSize[], document: Document): Chart {
  return Plot.plot({
    ...options(document),
    height: 60 + 18 * bundles.length,
    marginLeft: 300,
    x: { type: 'log', grid: true, label: 'bytes, gzipped →', tickFormat: '~s' },
    y: { label: null },
    color: { domain: ['ours', 'peer'], range: ['#1668b8', '#8a8f98'] },
    marks: [
      Plot.dot(bundles, { x: 'gzipped', y: 'name', fill: 'role', r: 5, sort: { y: 'x' } }),
      Plot.ruleY(bundles, { x1: 100, x2: 'gzipped', y: 'name', stroke: 'role' }),
    ],
  });
}

/** A contestant without its number of threads: `PyTorch`. */
export function family({ contestant }: ChartRow): string {
  return contestant.replace(/, \d+ threads?$|-threaded.*$/, '');
}

function caseTitles(cases: readonly string[]): Plot.Markish {
  return Plot.text(cases, {
    fy: (name: string) => name,
    text: (name: string) => name,
    frameAnchor: 'top-right',
    dy: -12,
    fontWeight: 'bold',
  });
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
