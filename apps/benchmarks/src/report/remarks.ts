import { compact, isTimed, type BenchmarkResults, type Missing } from '../results/results.js';

/** Where and when a run was made, in a sentence; a busy machine is called busy. */
export function machineLine({ machine, software, created, settings }: BenchmarkResults): string {
  const { cpu, cores, system, loadAverage } = machine;
  const load = loadAverage ? Math.max(...loadAverage) : 0;
  const busy = load > cores + 1 ? `, busy with other work (load ${load.toFixed(1)})` : '';
  const node = software['node'] === undefined ? '' : `Node ${software['node']}, `;
  const kind = settings.quick ? 'a quick run' : 'a run';
  const apart = settings.equalThreads ? ' with equal threads' : '';
  const malloc = settings.malloc === undefined ? '' : ` and ${settings.malloc}`;
  return `${node}${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${system}${busy}; ${kind}${apart}${malloc} of ${created.slice(0, 10)}`;
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

/** Who is missing, why and in which cases. */
export function missingList(results: BenchmarkResults): Missing[] {
  const { contestants, missing } = compact(results);
  return missing.flatMap(({ contestant, ...reason }) => {
    const who = contestants[contestant];
    return who ? [{ ...who, ...reason }] : [];
  });
}

/** The same, a line each. */
export function missingLines(results: BenchmarkResults): string[] {
  return missingList(results).map(
    ({ name, status, reason, cases }) =>
      `${name}, ${status} in ${cases.length === 1 ? cases[0] : `${cases.length} cases`}: ${reason}`,
  );
}

/** What graphics ran on, a line each. */
export function graphicsLines({ cases }: BenchmarkResults): string[] {
  const noted = cases.flatMap(({ results }) =>
    results.filter(isTimed).filter(({ note }) => note !== undefined),
  );
  return [...new Set(noted.map(({ name, note }) => `${name}: ${note}`))];
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
