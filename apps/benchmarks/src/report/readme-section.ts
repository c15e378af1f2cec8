import { readFile, writeFile } from 'node:fs/promises';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { opencvName, shapeName } from '../cases/cases.js';
import type { BenchmarkResults, CaseResult, TimedResult } from '../results/results.js';
import { ratioTo, significant, times } from './figures.js';
import { machineLine, peerNotes, verdicts } from './remarks.js';
import { markdownTable, targetTable } from './tables.js';

/** The results that the README's section is made from. */
export const committedResults = 'apps/benchmarks/results/latest.json';

/** What is between the comments, which stay. */
const place = /(?<=<!-- performance:begin -->)[^]*(?=<!-- performance:end -->)/;
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
  return text.replace(place, () => `\n\n${performanceSection(results)}\n\n`);
}

/** Throws UserError if a README has no place for the section. */
export function requireMarkers(text: string, path: string): void {
  if (place.test(text)) return;
  throw new UserError(
    `${path} must have <!-- performance:begin --> and <!-- performance:end -->, got none. Put them in`,
  );
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
  const find = ({ results }: CaseResult, wanted: string): TimedResult | undefined =>
    results.find(({ name }) => name === wanted);
  const shown = cases.filter((each) => find(each, ours) && peers.some((name) => find(each, name)));
  if (shown.length === 0) return '';
  const columns = peers.filter((name) => shown.some((each) => find(each, name)));
  const titles = columns.map((name) => name.replace(ours, 'ours').replace(/, 1 thread$/, ''));
  const rows = shown.map((each) => {
    const own = find(each, ours);
    const ratios = columns.map((name) => {
      const peer = find(each, name);
      return times(peer && own && ratioTo(peer, own));
    });
    return [...described(each), own ? significant(own.median) : '–', ...ratios];
  });
  const table = {
    titles: ['operation', 'shape', '>ours, ms', ...titles.map((each) => `>${each}`)],
    rows,
  };
  return `${title}\n\n${markdownTable(table)}`;
}

/** Operation and shape. */
function described({ operation, pass, shape, window }: CaseResult): string[] {
  const detail = window ? ` ${shapeName(window.size)}` : '';
  const what = ['forward', 'backward'].includes(pass) ? '' : ` ${pass}`;
  const cross = (text: string): string => text.replaceAll(/(?<=\d)x(?=\d)/g, '×');
  return [cross(`${operation}${detail}${what}`), cross(shapeName(shape))];
}
