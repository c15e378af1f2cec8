import { parseHTML } from 'linkedom';

import type { BenchmarkResults } from '../results/results.js';
import * as charts from './charts.js';
import { fastest, ratioOf, times } from './figures.js';
import { caseSection, htmlList, missingSection, reportStyle } from './html-sections.js';
import { graphicsLines, machineLine, omissionLines, peerNotes, verdicts } from './remarks.js';
import { escaped, htmlTable, targetTable } from './tables.js';

/** A page with charts and tables that needs no other file. */
export function htmlReport(results: BenchmarkResults): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const { cases, targets } = results;
  const chart = (question: string, drawn: charts.Chart | undefined): string =>
    drawn ? `<h2>${question}</h2>${slim(drawn.outerHTML)}` : '';
  const operations = [...new Set(cases.map(({ operation }) => operation))];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<title>Benchmarks of tfjs-stn</title>',
    `<style>${reportStyle}</style>`,
    '<h1>Benchmarks of tfjs-stn</h1>',
    `<p>${escaped(conclusion(results))}</p>`,
    htmlList(omissionLines(results)),
    chart('Is it faster than the fastest peer?', charts.overviewChart(cases, document)),
    targets.length > 0 ? `<h2>Targets</h2>${htmlTable(targetTable(targets))}` : '',
    chart('Which backend is fastest?', charts.backendChart(cases, document)),
    chart(
      'How does time grow with the image? (affine, forward)',
      charts.sizeChart(cases, document),
    ),
    chart('What do threads gain?', charts.threadChart(cases, document)),
    chart('How much memory does a call take?', charts.memoryChart(cases, document)),
    '<h2>All figures</h2>',
    ...operations.map((operation) => {
      const own = cases.filter((each) => each.operation === operation);
      return `<details><summary>${escaped(operation)}</summary>${own.map(caseSection).join('\n')}</details>`;
    }),
    missingSection(results),
    `<h2>How to read this</h2>${method(results)}`,
    htmlList([...peerNotes, ...graphicsLines(results)]),
    '</html>',
    '',
  ].join('\n');
}

/** The outcome in a few sentences. */
function conclusion(results: BenchmarkResults): string {
  const ratios = results.cases.flatMap((each) => {
    const [ours, peer] = [fastest(each, 'ours'), fastest(each, 'peer')];
    return ours && peer ? [ratioOf(ours, peer).median] : [];
  });
  const faster = ratios.filter((ratio) => ratio < 1).length;
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  const compared =
    ratios.length > 0
      ? `tfjs-stn at its best is faster than the fastest peer in ${faster} of ${ratios.length} cases, and takes ${times(mean)} its time in the geometric mean.`
      : 'No case has both tfjs-stn and a peer.';
  const targets = results.targets.length > 0 ? ` Targets: ${verdicts(results)}.` : '';
  return `${compared}${targets} ${machineLine(results)}.`;
}

function method({ settings, seconds, software }: BenchmarkResults): string {
  const versions = Object.entries(software).map(([name, version]) => `${name} ${version}`);
  return [
    `<p>Each case has ${settings.rounds} rounds, in which all contestants take turns in an order that changes; ${seconds} s in all; seed ${settings.seed}. Every result is checked before it is timed. Times are medians of rounds, without the drift that all contestants of a round have in common; bars are quartiles; a ratio below 1 is faster.</p>`,
    `<p>${escaped(versions.join(', '))}.</p>`,
  ].join('');
}

/** Coordinates to a tenth of a pixel. */
function slim(svg: string): string {
  return svg.replaceAll(/="[^"]*"/g, (value) => value.replaceAll(/(\d+\.\d)\d+/g, '$1'));
}
