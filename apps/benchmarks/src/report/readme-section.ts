import { readFile, writeFile } from 'node:fs/promises';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { opencvName, shapeName } from '../cases/cases.js';
import { isTimed } from '../results/results.js';
import type { BenchmarkResults, CaseResult, TimedResult } from '../results/results.js';
import { ratioText, significant } from './figures.js';
import { machineLine, peerNotes, verdicts } from './remarks.js';
import { markdownTable, targetTable } from './tables.js';

/** The results that the README's section is made from. */
export const committedResults = 'apps/benchmarks/results/latest.json';

const begin = '<!-- performance:begin -->';
const end = '<!-- performance:end -->';
const ours = 'tfjs-stn on wasm+kernels';
/** One thread each, so that they can be compared; the report has all the others. */
const peers = [
  'tfjs-stn on wasm+kernels, copies in and out',
  opencvName,
  'onnxruntime-web, 1 thread',
  'PyTorch, 1 thread',
  'tf.image.transform on wasm',
  'tfjs ops on wasm',
  'tfjs on wasm',
  'memcpy',
];

/** Replaces the performance section of a README. Throws UserError as {@link withPerformance}. */
export async function updateReadme(path: string, results: BenchmarkResults): Promise<void> {
  await writeFile(path, withPerformance(await readFile(path, 'utf8'), path, results));
}

/** A README with the section of these results. Throws UserError if there is no place, or results are partial. */
export function withPerformance(text: string, path: string, results: BenchmarkResults): string {
  requireMarkers(text, path);
  if (!results.complete || results.settings.quick) {
    const what = results.complete ? 'a quick run' : 'a run that was stopped';
    throw new UserError(`--readme must have the results of a whole run, got ${what}`);
  }
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  return `${text.slice(0, from + begin.length)}\n\n${performanceSection(results)}\n\n${text.slice(to)}`;
}

/** Throws UserError if a README has no place for the section. */
export function requireMarkers(text: string, path: string): void {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new UserError(`${path} must have ${begin} and ${end}, got none. Put them in`);
  }
}

/** The README's section on performance. */
export function performanceSection(results: BenchmarkResults): string {
  const { targets, software } = results;
  const commit = software['commit'] ? ` at commit ${software['commit']}` : '';
  const cases = briefly(results.cases);
  const forward = cases.filter(({ pass }) => pass === 'forward' || pass === 'inference');
  const backward = cases.filter((each) => !forward.includes(each));
  return [
    `Measured by \`npm run bench\`, with all figures in [${committedResults}](../${committedResults}): ${machineLine(results)}${commit}. To measure on your machine, run that command (half an hour); in your browser, \`npm run bench -- --page\`.`,
    'Ours is `tfjs-stn on wasm+kernels`, with its median in milliseconds. The other columns are how many times as long each peer takes: below 1× it is faster than ours. All use one thread; the report has more sizes, threads and browsers. Every result is checked before it is timed, and contestants take turns, so that ratios are free of the drift of the machine. PyTorch is native code, the others are WebAssembly.',
    section('Forward, from θ or a grid to the output:', forward),
    section('Backward, to image and θ or grid, forward included; and a training step:', backward),
    targets.length > 0
      ? `Performance targets, as time ratios from interleaved head-to-head runs: ${verdicts(results)}.\n\n${markdownTable(targetTable(targets))}`
      : '',
    peerNotes.map((note) => `- ${note}`).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The affine warp at every size; other operations at the size of a page, if they are timed there. */
function briefly(cases: readonly CaseResult[]): CaseResult[] {
  const isPage = ({ shape }: CaseResult): boolean => shapeName(shape) === '1x512x512x3';
  const atPage = new Set(cases.filter(isPage).map(({ operation }) => operation));
  return cases.filter(
    (each) => each.operation === 'affine' || !atPage.has(each.operation) || isPage(each),
  );
}

/** The cases in which ours and a peer were timed; every peer with a figure has a column. */
function section(title: string, cases: readonly CaseResult[]): string {
  const timed = cases.map((each) => ({
    each,
    byName: new Map(each.results.filter(isTimed).map((result) => [result.name, result])),
  }));
  const shown = timed.filter(
    ({ byName }) => byName.has(ours) && peers.some((name) => byName.has(name)),
  );
  if (shown.length === 0) return '';
  const columns = peers.filter((name) => shown.some(({ byName }) => byName.has(name)));
  const titles = columns.map(
    (name) =>
      `>${name.replace(/^tfjs-stn on wasm\+kernels, /, 'ours, ').replace(/, 1 thread$/, '')}`,
  );
  const table = markdownTable({
    titles: ['operation', 'shape', '>ours, ms', ...titles],
    rows: shown.map(({ each, byName }) => row(each, byName, columns)),
  });
  return `${title}\n\n${table}`;
}

function row(
  { operation, pass, shape, window }: CaseResult,
  byName: ReadonlyMap<string, TimedResult>,
  columns: readonly string[],
): string[] {
  const own = byName.get(ours);
  const detail = window ? ` ${shapeName(window.size).replaceAll('x', '×')}` : '';
  const what = ['forward', 'backward'].includes(pass) ? '' : ` ${pass}`;
  return [
    `${operation}${detail}${what}`,
    shapeName(shape).replaceAll('x', '×'),
    own ? significant(own.median) : '–',
    ...columns.map((name) => {
      const peer = byName.get(name);
      return own && peer ? ratioText(peer, own) : '–';
    }),
  ];
}
