import { readFile } from 'node:fs/promises';

import { group } from 'd3-array';

import type { BenchmarkResults } from '../results/results.js';
import * as charts from './charts.js';
import {
  findings,
  graphicsLines,
  machineLine,
  missingLines,
  omissionLines,
  peerNotes,
  verdicts,
} from './remarks.js';
import { caseSection, escaped, htmlList, htmlTable, targetTable } from './tables.js';

/** A page with charts and tables that needs no other file. */
export async function htmlReport(results: BenchmarkResults): Promise<string> {
  const { cases, targets } = results;
  const figures = [...group(cases, ({ operation }) => operation)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([operation, own]) => details(escaped(operation), own.map(caseSection).join('\n')));
  const missing = missingLines(results);
  const sections: readonly (readonly [title: string, content: string])[] = [
    ['Which contestant is fastest?', charts.contestantChart(cases)],
    ['How does time grow with the image? (affine, forward)', charts.sizeChart(cases)],
    ['What do threads gain?', charts.threadChart(cases)],
    ['How much memory does a call take?', charts.memoryChart(cases)],
    ['All figures', figures.join('\n')],
    ['Not timed', missing.length > 0 ? details('Who, where and why', htmlList(missing)) : ''],
    ['How to read this', method(results)],
    ['Targets', targets.length > 0 ? targetSection(results) : ''],
  ];
  const shown = sections.filter(([, content]) => content !== '');
  const contents = shown.map(([title], index) => `<a href="#s${index}">${title}</a>`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<title>Benchmarks of tfjs-stn</title>',
    `<style>${await styleSheet()}</style>`,
    '<h1>Is it faster than the fastest peer?</h1>',
    `<p>${escaped(findings(results).join(' '))}</p>`,
    charts.overviewChart(cases),
    `<p class="hint">${escaped(machineLine(results))}.</p>`,
    htmlList(omissionLines(results)),
    `<nav>${contents.join(' · ')}</nav>`,
    ...shown.map(([title, content], index) => `<h2 id="s${index}">${title}</h2>\n${content}`),
    '</html>',
    '',
  ].join('\n');
}

function details(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>${content}</details>`;
}

function targetSection(results: BenchmarkResults): string {
  return `<p>${verdicts(results)}, as time ratios from interleaved head-to-head runs.</p>${htmlTable(targetTable(results.targets))}`;
}

function method(results: BenchmarkResults): string {
  const { settings, seconds, software } = results;
  const versions = Object.entries(software).map(([name, version]) => `${name} ${version}`);
  return [
    `<p>Each case has ${settings.rounds} rounds, in which all contestants take turns in an order that changes; ${seconds} s in all; seed ${settings.seed}. Every result is checked before it is timed. Times are medians of rounds, without the drift that all contestants of a round have in common; a ratio below 1 is faster. In charts, a tick is the median of its row.</p>`,
    htmlList([...peerNotes, ...graphicsLines(results)]),
    `<p class="hint">${escaped(versions.join(', '))}.</p>`,
  ].join('');
}

/** The report's style, on that of the demo. */
async function styleSheet(): Promise<string> {
  const read = (path: string): Promise<string> =>
    readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
  const [base, own] = await Promise.all([read('../demo/src/styles/base.css'), read('report.css')]);
  return `${base}${own.replace(/@import .*;/, '')}`.replaceAll(/\s+/g, ' ');
}
