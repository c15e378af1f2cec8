import { isTimed } from '../results/is-timed.js';
import type { BenchmarkResults } from '../results/results.js';
import { missingList } from './missing-list.js';

/** What must be known of peers to read their figures. */
export const peerNotes: readonly string[] = [
  'memcpy copies, on one thread, half as many bytes as a case must read or write in all; several threads or a GPU may be faster.',
  'OpenCV.js, as npm has it, is built without SIMD and without threads. It rounds coordinates to 1/32 of a pixel; the others do not.',
  'ONNX Runtime is given its grid, where ours computes coordinates, and copies image, grid and output with every call, where our tensors stay; “copies in and out” is ours with such copies.',
  'PyTorch has images channels first, in memory order, and is given its grid but for affine warps; its pooling gradient is given indices.',
  'Thin-plate splines of ours keep their basis from call to call.',
  'The forward of convolutions and pooling is tfjs’s own everywhere; of their gradients, those of “tfjs-stn” are ours and those of “tfjs” are not.',
];

/** What could not be timed, and why, a line each. */
export function missingLines(results: BenchmarkResults): string[] {
  return missingList(results).map(
    ({ contestant, status, reason, cases }) =>
      `${contestant}, ${status} in ${cases.length === 1 ? cases[0] : `${cases.length} cases`}: ${reason}`,
  );
}

/** What graphics ran on, a line each. */
export function graphicsLines({ cases }: BenchmarkResults): string[] {
  const all = cases.flatMap(({ results }) =>
    results
      .filter(isTimed)
      .flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}`])),
  );
  return [...new Set(all)];
}

/** What a run left out, a line each. */
export function omissionLines({ complete, skipped, missingBundles }: BenchmarkResults): string[] {
  return [
    ...(complete ? [] : ['The run was stopped: what follows is a part.']),
    ...skipped.map((name) => `${name}: skipped, for there was no time left (--minutes)`),
    ...missingBundles.map(({ name, reason }) => `The size of ${name} is not known: ${reason}`),
  ];
}
