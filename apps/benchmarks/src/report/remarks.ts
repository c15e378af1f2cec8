import { group } from 'd3-array';

import type { BenchmarkResults, CaseResult } from '../results/results.js';
import { fastest, geometricMean, isOverhead, ratioTo, significant, times } from './figures.js';

/** Where and when a run was made, in a sentence; a busy machine is called busy. */
export function machineLine({ machine, software, created, settings }: BenchmarkResults): string {
  const { cpu, cores, system, loadAverage } = machine;
  const load = loadAverage ? Math.max(...loadAverage) : 0;
  const busy = load > cores + 1 ? `, busy with other work (load ${load.toFixed(1)})` : '';
  const node = software['node'] === undefined ? '' : `Node ${software['node']}, `;
  const kind = settings.quick ? 'a quick run' : 'a run';
  const apart = settings.equalThreads ? ' with equal threads' : '';
  return `${node}${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${system}${busy}; ${kind}${apart} of ${created.slice(0, 10)}`;
}

/** A case with ours at its best and the fastest peer. */
interface Duel {
  readonly each: CaseResult;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: number;
}

/** Who is fastest at what, and by how much: five sentences at most. */
export function findings({ cases }: BenchmarkResults): string[] {
  const duels = cases.flatMap((each): Duel[] => {
    const [ours, peer] = [fastest(each, 'ours'), fastest(each, 'peer')];
    const ratio = ours && ratioTo(ours, peer);
    if (ratio === undefined || !ours || !peer) return [];
    return [{ each, ours: ours.name, peer: peer.name, ratio }];
  });
  if (duels.length === 0) return ['No case has both tfjs-stn and a peer.'];
  const faster = duels.filter(({ ratio }) => ratio < 1).length;
  const mean = geometricMean(duels.map(({ ratio }) => ratio));
  return [
    `tfjs-stn at its best is faster than the fastest peer in ${faster} of ${duels.length} cases, and takes ${times(mean)} its time in the geometric mean.`,
    `Most often the fastest of ours: ${mostly(duels.map(({ ours }) => ours))}; of the peers: ${mostly(duels.map(({ peer }) => peer))}.`,
    ...extremes(duels.filter(({ each }) => !isOverhead(each))),
    ...kernelGain(cases),
  ];
}

/** The two that are named most often. */
function mostly(names: readonly string[]): string {
  const counts = [...group(names, (name) => name)].map(([name, all]) => [name, all.length]);
  const [[name, first] = [], second] = counts.toSorted((a, b) => Number(b[1]) - Number(a[1]));
  const next = second ? `, then ${second[0]} (${second[1]})` : '';
  return `${name} (${first} ${first === 1 ? 'case' : 'cases'})${next}`;
}

/** The operations in which ours is furthest ahead and furthest behind. */
function extremes(duels: readonly Duel[]): string[] {
  const groups = [...group(duels, ({ each }) => `${each.operation} ${each.pass}`)]
    .map(([name, all]) => ({ name, all, mean: geometricMean(all.map(({ ratio }) => ratio)) }))
    .toSorted((a, b) => a.mean - b.mean);
  const against = (all: readonly Duel[]): string => {
    const peers = [...new Set(all.map(({ peer }) => peer))];
    return peers.length > 2 ? 'the fastest peers' : peers.join(' or ');
  };
  const [best, worst] = [groups[0], groups.at(-1)];
  return [
    ...(best && best.mean < 1
      ? [
          `It is furthest ahead in ${best.name}, ${significant(1 / best.mean)} times as fast as ${against(best.all)}.`,
        ]
      : []),
    ...(worst && worst.mean > 1
      ? [
          `It is furthest behind in ${worst.name}, where it takes ${times(worst.mean)} the time of ${against(worst.all)}.`,
        ]
      : []),
  ];
}

/** What the kernels gain over the same library without them. */
function kernelGain(cases: readonly CaseResult[]): string[] {
  const ratios = cases.flatMap(({ results }) => {
    const [fast, plain] = ['wasm+kernels', 'wasm'].map((backend) =>
      results.find(({ name }) => name === `tfjs-stn on ${backend}`),
    );
    const ratio = plain && fast && ratioTo(plain, fast);
    return ratio === undefined ? [] : [ratio];
  });
  if (ratios.length === 0) return [];
  return [
    `On wasm, the kernels make it ${significant(geometricMean(ratios))} times as fast as it is without them, on one thread.`,
  ];
}

/** What a reader of peers' figures must know. */
export const peerNotes: readonly string[] = [
  'memcpy copies, on one thread, half as many bytes as a case must read or write in all; several threads or a GPU may be faster.',
  'OpenCV.js is built without SIMD and without threads on npm. It rounds coordinates to 1/32 of a pixel; the others do not.',
  'ONNX Runtime is given its grid, where ours computes coordinates. It copies image, grid and output with every call, where our tensors stay in place; “copies in and out” is ours with such copies.',
  'PyTorch has images channels first, in memory order, and is given its grid except for affine warps; its pooling gradient is given indices.',
  'Our thin-plate splines keep their basis from call to call.',
  'The forward of convolutions and pooling is tfjs’s own everywhere; gradients called “tfjs-stn” are ours, those called “tfjs” are not.',
];

/** Who is missing, why and in which cases, a line each. */
export function missingLines({ missing }: BenchmarkResults): string[] {
  return missing.map(
    ({ name, status, reason, cases }) =>
      `${name}, ${status} in ${cases.length === 1 ? cases[0] : `${cases.length} cases`}: ${reason}`,
  );
}

/** What graphics ran on, a line each. */
export function graphicsLines({ cases }: BenchmarkResults): string[] {
  const noted = cases.flatMap(({ results }) => results.filter(({ note }) => note !== undefined));
  return [...group(noted, ({ note = '' }) => note)].map(
    ([note, all]) => `${[...new Set(all.map(({ name }) => name))].join(', ')}: ${note}`,
  );
}

/** What a run left out, a line each. */
export function omissionLines({ complete, skipped }: BenchmarkResults): string[] {
  return [
    ...(complete ? [] : ['The run was stopped: these are partial results.']),
    ...skipped.map((name) => `${name}: skipped, no time was left (--minutes)`),
  ];
}

/** How many targets have each verdict. */
export function verdicts({ targets }: BenchmarkResults): string {
  return (['met', 'missed', 'not measured'] as const)
    .map((verdict) => `${targets.filter((each) => each.verdict === verdict).length} ${verdict}`)
    .join(', ');
}
