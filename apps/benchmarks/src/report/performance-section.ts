import { shapeName } from '../cases/shape.js';
import { isTimed } from '../results/is-timed.js';
import type { BenchmarkResults, CaseResult, TimedResult } from '../results/results.js';
import { opencvName } from '../peers/opencv-name.js';
import { milliseconds } from './format.js';
import { machineLine } from './machine-line.js';
import { markdownTable } from './markdown-table.js';
import { ratioText } from './ratios.js';
import { peerNotes } from './remarks.js';
import { targetTable } from './target-table.js';

/** Where the results are that the README's section is made from. */
export const committedResults = 'apps/benchmarks/results/latest.json';

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

/** The README's section on performance, made from a run. */
export function performanceSection(results: BenchmarkResults): string {
  const { targets, software } = results;
  const commit = software['commit'] ? ` at commit ${software['commit']}` : '';
  const cases = briefly(results.cases);
  const forward = cases.filter(({ pass }) => pass === 'forward' || pass === 'inference');
  const backward = cases.filter((each) => !forward.includes(each));
  return [
    `Made by \`npm run bench\` from [${committedResults}](${committedResults}): ${machineLine(results)}${commit}. The same on your machine takes that command and half an hour, in your browser \`npm run bench -- --page\`.`,
    'Ours is `tfjs-stn on wasm+kernels`, with its median in milliseconds. The other columns are how many times as long each of the others takes: below 1× it is faster than ours. One thread each; the report has more sizes, threads and browsers; every result was checked before it was timed; ratios are medians over rounds in which all took turns. PyTorch is native code, the others are WebAssembly.',
    section('Forward, from θ or a grid to the output:', forward),
    section(
      'Backward, to image and θ or grid, the forward included; and a training step:',
      backward,
    ),
    targets.length > 0
      ? `What this project aims at, as ratios of two that alternate by themselves: ${countsOf(results)}.\n\n${markdownTable(targetTable(targets))}`
      : '',
    peerNotes.map((note) => `- ${note}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The affine warp at every size; the others at that of a picture, where they have been timed there. */
function briefly(cases: readonly CaseResult[]): CaseResult[] {
  const isPicture = ({ shape }: CaseResult): boolean => shapeName(shape) === '1x512x512x3';
  const pictures = new Set(cases.filter(isPicture).map(({ operation }) => operation));
  return cases.filter(
    (each) => each.operation === 'affine' || !pictures.has(each.operation) || isPicture(each),
  );
}

/** A table of the cases in which ours and somebody else was timed; nobody's column is left out. */
function section(title: string, cases: readonly CaseResult[]): string {
  const timed = cases.map((each) => ({ each, byName: timedByName(each) }));
  const shown = timed.filter(
    ({ byName }) => byName.has(ours) && peers.some((name) => byName.has(name)),
  );
  const columns = peers.filter((name) => shown.some(({ byName }) => byName.has(name)));
  if (shown.length === 0) return '';
  const right = 'right' as const;
  const table = markdownTable({
    columns: [
      { title: 'operation' },
      { title: 'shape' },
      { title: 'ours, ms', align: right },
      ...columns.map((name) => ({ title: titleOf(name), align: right })),
    ],
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
    own ? milliseconds(own.median) : '–',
    ...columns.map((name) => {
      const peer = byName.get(name);
      return own && peer ? ratioText(peer, own) : '–';
    }),
  ];
}

/** What is said above is left out. */
function titleOf(name: string): string {
  return name.replace(/^tfjs-stn on wasm\+kernels, /, 'ours, ').replace(/, 1 thread$/, '');
}

function timedByName({ results }: CaseResult): Map<string, TimedResult> {
  return new Map(results.filter(isTimed).map((result) => [result.name, result]));
}

function countsOf({ targets }: BenchmarkResults): string {
  return (['met', 'missed', 'not measured'] as const)
    .map((verdict) => `${targets.filter((each) => each.verdict === verdict).length} ${verdict}`)
    .join(', ');
}
