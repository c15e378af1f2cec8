import type { BenchmarkCase, Pass, PassPart, Window } from '../cases/benchmark-case.js';
import { shapeName, type Shape } from '../cases/shape.js';
import { standardCases } from '../cases/standard-cases.js';
import { cluttered, digits, features, fewDigits, frame, page } from '../cases/shapes.js';
import { threadCounts, threadsName } from '../hosts/thread-counts.js';
import { opencvName } from '../peers/opencv-name.js';
import type { Target, TargetSide } from './target.js';

const fast = 'tfjs-stn on wasm+kernels';
const onnx = 'onnxruntime-web, 1 thread';
const opencv = opencvName;

/** Everything that this repository has set out to reach, as ratios of times within one run. */
export function targets(cores: number): Target[] {
  return [...warps(), ...samplers(), ...threaded(cores), ...training()];
}

function warps(): Target[] {
  return [
    { ...beats('affine', page, onnx, 0.2), quick: true },
    beats('affine', cluttered, onnx, 0.3),
    beats('affine', features, onnx, 0.2),
    beats('affine', frame, onnx, 0.3),
    beats('affine', page, 'tf.image.transform on wasm', 0.1),
    { ...beats('affine', page, opencv, 0.7), quick: true },
    ...[page, cluttered, features].map((shape) => backward('affine', shape, 3)),
    within('projective', 'affine', page, 1.5),
    beats('projective', page, opencv, 0.5),
    within('tps', 'affine', fewDigits, 3),
    within('tps', 'affine', page, 4),
  ];
}

function samplers(): Target[] {
  return [
    { ...within('affine-nearest', 'affine', page, 0.6), quick: true },
    within('grid-nearest', 'grid-bilinear', page, 0.6),
    within('affine-bicubic', 'affine', page, 4),
    within('grid-bicubic', 'grid-bilinear', page, 4),
    beats('grid-bicubic', page, 'PyTorch, 1 thread', 1),
    within('grid-bilinear', 'affine', page, 1.4),
  ];
}

/** In Node, on as many threads as the machine has, copies of tensors included. */
function threaded(cores: number): Target[] {
  const ours = (backend: string, threads: number): string =>
    `tfjs-stn on ${backend}+kernels, ${threadsName(threads)}`;
  const all = Math.max(...threadCounts(cores));
  const torch = `PyTorch, ${threadsName(all)}`;
  const scaling: Target = {
    name: 'affine on 2 threads vs 1 on cpu+kernels',
    limit: 0.588,
    measured: side('affine', frame, ours('cpu', 2)),
    against: side('affine', frame, ours('cpu', 1)),
  };
  return [
    ...[page, features, cluttered].map((shape) => ({
      name: `affine on tensorflow+kernels vs ${torch}`,
      limit: 0.6,
      measured: side('affine', shape, ours('tensorflow', all)),
      against: side('affine', shape, torch),
    })),
    scaling,
    {
      name: 'affine, forward and backward, vs a training step of the ST-CNN on tensorflow+kernels',
      limit: 0.15,
      measured: side('affine', digits, ours('tensorflow', all), 'backward'),
      against: side('st-cnn', digits, ours('tensorflow', all), 'training step'),
    },
  ];
}

/** The convolutions and poolings of the standard cases, each gradient against its forward. */
function training(): Target[] {
  const limits: Partial<Record<Pass, number>> = { 'filter gradient': 1.5, 'input gradient': 3 };
  return standardCases(false).flatMap((benchmarkCase): Target[] => {
    const { operation, pass, window } = benchmarkCase;
    const limit = limits[pass];
    if (window === undefined || limit === undefined) return [];
    const forward: BenchmarkCase = { ...benchmarkCase, pass: 'forward' };
    return [
      {
        name: `${operation} ${sizeOf(window)}: ${pass} vs forward`,
        limit,
        measured: { benchmarkCase, contestant: fast },
        // The forward is tfjs's own, on XNNPACK.
        against: { benchmarkCase: forward, contestant: 'tfjs on wasm' },
      },
    ];
  });
}

function sizeOf({ size, strides }: Window): string {
  return `${shapeName(size)}${strides > 1 ? ` stride ${strides}` : ''}`;
}

function side(
  operation: string,
  shape: Shape,
  contestant: string,
  pass: Pass = 'forward',
): TargetSide {
  return { benchmarkCase: { operation, pass, shape }, contestant };
}

function beats(operation: string, shape: Shape, contestant: string, limit: number): Target {
  return {
    name: `${operation} vs ${contestant}`,
    limit,
    measured: side(operation, shape, fast),
    against: side(operation, shape, contestant),
  };
}

function within(operation: string, other: string, shape: Shape, limit: number): Target {
  return {
    name: `${operation} vs ${other}`,
    limit,
    measured: side(operation, shape, fast),
    against: side(other, shape, fast),
  };
}

/** Both within passes of the same kind: a forward that repeats finds its memory in nearer caches. */
function backward(operation: string, shape: Shape, limit: number): Target {
  const part = (timed: PassPart): TargetSide => ({
    benchmarkCase: { operation, pass: 'backward', shape, part: timed },
    contestant: fast,
  });
  return {
    name: `${operation}: backward to image and θ vs its forward`,
    limit,
    measured: part('gradients'),
    against: part('forward'),
  };
}
