import {
  caseName,
  opencvName,
  operationNames,
  shapeName,
  threadCounts,
  threadsName,
} from './cases.js';
import type { BenchmarkCase, Pass, Shape } from './cases.js';
import { shapes, standardCases } from './standard-cases.js';

/** A case and one of its contestants. */
export interface TargetSide {
  readonly benchmarkCase: BenchmarkCase;
  readonly contestant: string;
}

/** A ratio to reach: `measured` takes at most `limit` times as long as `against`. */
export interface Target {
  readonly name: string;
  readonly limit: number;
  readonly measured: TargetSide;
  readonly against: TargetSide;
  /** Whether quick runs measure it too. */
  readonly quick?: boolean;
}

/** The name of a target in results. */
export function targetName({ name, measured }: Target): string {
  return `${name} at ${shapeName(measured.benchmarkCase.shape)}`;
}

/** The targets that a run can decide; a quick run decides the quick ones of its operations. */
export function selectTargets(
  all: readonly Target[],
  cases: readonly BenchmarkCase[],
  { quick, shape }: { readonly quick: boolean; readonly shape?: readonly Shape[] | undefined },
): Target[] {
  if (!quick || shape) {
    const names = new Set(cases.map(caseName));
    return all.filter(({ measured }) => names.has(caseName(measured.benchmarkCase)));
  }
  const operations = new Set(cases.map(({ operation }) => operation));
  return all.filter((each) => each.quick && operations.has(each.measured.benchmarkCase.operation));
}

const fast = 'tfjs-stn on wasm+kernels';
const onnx = 'onnxruntime-web, 1 thread';
const { page, cluttered, features, frame, fewDigits, digits } = shapes;

/** Ratios on wasm+kernels: against a contestant, or against another operation. */
const ratios: readonly (readonly [string, Shape, string, number, 'quick'?])[] = [
  ['affine', page, onnx, 0.2, 'quick'],
  ['affine', cluttered, onnx, 0.3],
  ['affine', features, onnx, 0.2],
  ['affine', frame, onnx, 0.3],
  ['affine', page, 'tf.image.transform on wasm', 0.1],
  ['affine', page, opencvName, 0.7, 'quick'],
  ['projective', page, 'affine', 1.5],
  ['projective', page, opencvName, 0.5],
  ['tps', fewDigits, 'affine', 3],
  ['tps', page, 'affine', 4],
  ['affine-nearest', page, 'affine', 0.6, 'quick'],
  ['grid-nearest', page, 'grid-bilinear', 0.6],
  ['affine-bicubic', page, 'affine', 4],
  ['grid-bicubic', page, 'grid-bilinear', 4],
  ['grid-bicubic', page, 'PyTorch, 1 thread', 1],
  ['grid-bilinear', page, 'affine', 1.4],
];

/** Every performance target of this repository. */
export function targets(cores: number): Target[] {
  const table = ratios.map(([operation, shape, other, limit, quick]): Target => {
    const isOperation = operationNames.some((name) => name === other);
    const against = isOperation ? side(other, shape, fast) : side(operation, shape, other);
    const own = { measured: side(operation, shape, fast), against, quick: quick === 'quick' };
    return { name: `${operation} vs ${other}`, limit, ...own };
  });
  // Both sides time parts of the same pass: a forward repeated on its own finds warmer caches.
  const backwards = [page, cluttered, features].map((shape): Target => ({
    name: 'affine: backward to image and θ vs its forward',
    limit: 3,
    measured: side('affine', shape, fast, 'backward', 'gradients'),
    against: side('affine', shape, fast, 'backward', 'forward'),
  }));
  return [...table, ...backwards, ...threaded(cores), ...training()];
}

/** In Node, on as many threads as the machine has, copies of tensors included. */
function threaded(cores: number): Target[] {
  const all = threadsName(Math.max(...threadCounts(cores)));
  const [ours, torch] = [`tfjs-stn on tensorflow+kernels, ${all}`, `PyTorch, ${all}`];
  const share =
    'affine, forward and backward, vs a training step of the ST-CNN on tensorflow+kernels';
  return [
    ...[page, features, cluttered].map((shape) => ({
      name: `affine on tensorflow+kernels vs ${torch}`,
      limit: 0.6,
      measured: side('affine', shape, ours),
      against: side('affine', shape, torch),
    })),
    {
      name: 'affine on 2 threads vs 1 on cpu+kernels',
      limit: 0.588,
      measured: side('affine', frame, 'tfjs-stn on cpu+kernels, 2 threads'),
      against: side('affine', frame, 'tfjs-stn on cpu+kernels, 1 thread'),
    },
    {
      name: share,
      limit: 0.15,
      measured: side('affine', digits, ours, 'backward'),
      against: side('st-cnn', digits, ours, 'training step'),
    },
  ];
}

/** Each gradient of the convolutions and poolings of a full run against tfjs's own forward. */
function training(): Target[] {
  const limits: Partial<Record<Pass, number>> = { 'filter gradient': 1.5, 'input gradient': 3 };
  return standardCases('full').flatMap((benchmarkCase): Target[] => {
    const { operation, pass, window } = benchmarkCase;
    const limit = limits[pass];
    if (window === undefined || limit === undefined) return [];
    const size = shapeName(window.size) + (window.strides > 1 ? ` stride ${window.strides}` : '');
    const measured = { benchmarkCase, contestant: fast };
    const forward = { ...benchmarkCase, pass: 'forward' as const };
    const against = { benchmarkCase: forward, contestant: 'tfjs on wasm' };
    return [{ name: `${operation} ${size}: ${pass} vs forward`, limit, measured, against }];
  });
}

function side(
  operation: string,
  shape: Shape,
  contestant: string,
  pass: Pass = 'forward',
  part?: BenchmarkCase['part'],
): TargetSide {
  return { benchmarkCase: { operation, pass, shape, part }, contestant };
}
