import { shapeName } from '../cases/shape.js';
import { isTimed } from '../results/is-timed.js';
import type { BenchmarkResults, CaseResult, TargetResult } from '../results/results.js';
import { milliseconds, times } from './format.js';
import { machineLine } from './machine-line.js';
import { markdownTable } from './markdown-table.js';
import { ratioOf } from './ratios.js';

const ours = 'tfjs-stn on wasm+kernels';
/** One thread each, so that they can be compared; the report has all the others. */
const peers = [
  'OpenCV.js',
  'onnxruntime-web, 1 thread',
  'PyTorch, 1 thread',
  'tf.image.transform on wasm',
];

/** The README's section on performance, made from a run. */
export function performanceSection(results: BenchmarkResults): string {
  const shown = results.cases.filter(({ pass, results: all }) => {
    const own = all.find(({ name }) => name === ours);
    return pass === 'forward' && own && all.some(({ name }) => peers.includes(name));
  });
  const columns = [
    { title: 'forward' },
    { title: 'shape' },
    ...[ours, ...peers].map((title) => ({ title, align: 'right' as const })),
  ];
  return [
    'Milliseconds per call on WebAssembly, one thread each, result checked first; in brackets, how many times as long as ours. `npm run bench` measures this and much more on your machine, and `npm run bench -- --page` in your browser.',
    markdownTable(columns, shown.map(row)),
    verdicts(results.targets),
    `Medians; ratios are medians over rounds in which all contestants took turns. ${machineLine(results)}. OpenCV rounds coordinates to 1/32 of a pixel; the others do not. ONNX Runtime, PyTorch's projective and thin-plate-spline warps are given their grid.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function row(benchmarkCase: CaseResult): string[] {
  const timed = benchmarkCase.results.filter(isTimed);
  const own = timed.find(({ name }) => name === ours);
  return [
    benchmarkCase.operation,
    shapeName(benchmarkCase.shape).replaceAll('x', '×'),
    own ? milliseconds(own.median) : '–',
    ...peers.map((name) => {
      const peer = timed.find((result) => result.name === name);
      if (peer === undefined || own === undefined) return '–';
      return `${milliseconds(peer.median)} (${times(ratioOf(peer, own).median)})`;
    }),
  ];
}

function verdicts(targets: readonly TargetResult[]): string {
  const count = (verdict: TargetResult['verdict']): number =>
    targets.filter((target) => target.verdict === verdict).length;
  if (targets.length === 0) return '';
  const missed = targets
    .filter(({ verdict }) => verdict === 'missed')
    .map(({ name, limit, ratio }) => `${name} (${times(ratio?.median ?? NaN)}, at most ${limit}×)`);
  const list = missed.length > 0 ? `: ${missed.join('; ')}` : '';
  return `Of the ${targets.length} ratios that this project aims at, ${count('met')} were met in this run, ${missed.length} missed${list}, and ${count('not measured')} could not be measured.`;
}
