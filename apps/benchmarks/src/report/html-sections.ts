import { isTimed } from '../results/is-timed.js';
import type { BenchmarkResults, CaseResult, TargetResult } from '../results/results.js';
import { bytes, milliseconds, times } from './format.js';
import { machineLine } from './machine-line.js';
import { missingList } from './missing-list.js';
import { fastest, ratioOf } from './ratios.js';

/** What was measured, on what and with what. */
export function machineSection(results: BenchmarkResults): string {
  const versions = Object.entries(results.software).map(([name, version]) => `${name} ${version}`);
  const { settings, seconds } = results;
  return [
    '<h1>Benchmarks of tfjs-stn</h1>',
    `<p>${escaped(machineLine(results))}. ${escaped(versions.join(', '))}.</p>`,
    `<p>${settings.rounds} rounds per case, in which all contestants took turns in an order that changed; ${seconds} s in all; seed ${settings.seed}. Every result was held against a Float64 oracle before it was timed. Bars are quartiles; ratios are medians over rounds, and below 1 is faster.</p>`,
  ].join('\n');
}

/** Targets with verdicts. */
export function targetSection(targets: readonly TargetResult[]): string {
  if (targets.length === 0) return '';
  const rows = targets.map(({ name, limit, ratio, verdict, reason }) => [
    name,
    `${limit}×`,
    ratio ? times(ratio.median) : '–',
    ratio ? `${times(ratio.lowerQuartile)} – ${times(ratio.upperQuartile)}` : '–',
    `<span class="${verdict.replace(' ', '-')}">${verdict}</span>${reason === undefined ? '' : `: ${escaped(reason)}`}`,
  ]);
  const head = ['target', 'at most', 'measured', 'quartiles', 'verdict'];
  return `<h2>Targets</h2>${table(head, rows)}`;
}

/** Everybody in one case. */
export function caseSection(benchmarkCase: CaseResult): string {
  const [peer, limit] = [fastest(benchmarkCase, 'peer'), fastest(benchmarkCase, 'limit')];
  const timed = benchmarkCase.results.filter(isTimed).toSorted((a, b) => a.median - b.median);
  const rows = timed.map((result) => [
    escaped(result.name),
    milliseconds(result.median),
    `${milliseconds(result.lowerQuartile)} – ${milliseconds(result.upperQuartile)}`,
    peer ? times(ratioOf(result, peer).median) : '–',
    limit ? times(ratioOf(result, limit).median) : '–',
    result.bytes === undefined ? '–' : bytes(result.bytes),
    result.error === undefined ? '–' : result.error.toExponential(1),
  ]);
  const absent = benchmarkCase.results
    .filter((result) => !isTimed(result))
    .map(({ name, status }) => [escaped(name), status, '–', '–', '–', '–', '–']);
  const head = [
    'contestant',
    'median, ms',
    'quartiles',
    'to the fastest peer',
    'to memcpy',
    'memory',
    'error',
  ];
  return `<h3>${escaped(benchmarkCase.name)}</h3>${table(head, [...rows, ...absent])}`;
}

/** Who could not be timed, and why. */
export function missingSection(results: BenchmarkResults): string {
  const missing = missingList(results);
  if (missing.length === 0) return '';
  const items = missing.map(
    ({ contestant, status, reason, cases }) =>
      `<li>${escaped(contestant)}, ${status} in ${cases.length === 1 ? escaped(cases[0] ?? '') : `${cases.length} cases`}: ${escaped(reason)}</li>`,
  );
  return `<h2>Not timed</h2><ul>${items.join('')}</ul>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<div class="table"><table><thead>${cells(head, 'th')}</thead><tbody>${rows
    .map((row) => cells(row, 'td'))
    .join('')}</tbody></table></div>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
