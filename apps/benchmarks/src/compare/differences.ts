import type { BenchmarkResults, TimedResult } from '../results/results.js';

/** What differs between two runs besides their figures. */
export interface Differences {
  readonly cautions: readonly string[];
  /** Whether a peer is the same software in both. */
  readonly isReference: (result: TimedResult) => boolean;
}

/** Which software a contestant is, by the beginning of its name; others are tfjs itself. */
const softwareOf: readonly (readonly [beginning: string, software: string])[] = [
  ['onnxruntime-web', 'onnxruntime-web'],
  ['onnxruntime-node', 'onnxruntime-node'],
  ['OpenCV.js', '@techstark/opencv-js'],
  ['PyTorch', 'torch'],
  ['memcpy', 'v8'],
];

/** Looks at seeds, settings and versions. */
export function differences(before: BenchmarkResults, after: BenchmarkResults): Differences {
  const cautions: string[] = [];
  const note = (what: string, then: unknown, now: unknown, so: string): void => {
    if (then !== now) cautions.push(`${what}: ${String(then)} then, ${String(now)} now. ${so}`);
  };
  const { settings: old, machine } = before;
  const { settings } = after;
  note('--seed', old.seed, settings.seed, 'Images and transformations differ.');
  note('--quick', old.quick, settings.quick, 'One of the runs is rough.');
  note('processor', machine.cpu, after.machine.cpu, 'Not every difference is a loss.');
  note('cores', machine.cores, after.machine.cores, 'Not every difference is a loss.');
  if (!before.complete)
    cautions.push('The earlier run was stopped: what it lacks is not compared.');
  const changed = new Set(
    Object.keys(after.software).filter((name) => after.software[name] !== before.software[name]),
  );
  for (const name of changed) {
    if (name === 'commit' || name === '@tfjs-stn/core') continue;
    note(name, before.software[name], after.software[name], 'It is no reference.');
  }
  return {
    cautions,
    isReference: (result) => !softwaresOf(result).some((name) => changed.has(name)),
  };
}

function softwaresOf({ name }: TimedResult): string[] {
  const own = softwareOf.find(([beginning]) => name.startsWith(beginning));
  return [
    own ? own[1] : '@tensorflow/tfjs-core',
    ...(name.includes('chromium') ? ['chromium'] : []),
    ...(name.includes('tensorflow') ? ['@tensorflow/tfjs-node'] : []),
  ];
}
