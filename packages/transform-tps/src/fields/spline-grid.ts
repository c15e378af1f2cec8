import {
  type GradSaveFunc,
  type Rank,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  concat,
  customGrad,
  slice,
  tensor3d,
  tensor4d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';
import { allocateFloats, pixelCentres, vectorJacobian } from '@tfjs-stn/core/~internal';

import { SplineSystem } from '../spline/spline-system.js';
import { splineAt } from '../spline/thin-plate.js';
import { type HostSpline, splineGradient } from './spline-gradient.js';
import { evaluateSpline, solveSpline } from './spline-ops.js';

/** The options that all splines of a field share. */
export interface SplineFrame {
  readonly operation: string;
  readonly outputSize: OutputSize;
  readonly alignCorners: boolean;
  readonly regularization: number;
}

/**
 * Evaluates one spline per item at every output pixel. Values and gradient are computed in float64
 * on the host and rounded once: with many points the coefficients are large and cancel, and float32
 * would miss the points by a fraction of a pixel. The second gradient comes from float32 ops.
 *
 * @param pairs `[batch, K, 4]`, output points, then input points
 * @returns `[batch, height, width, 2]`, differentiable in both, twice
 */
export function splineGrid(pairs: Tensor3D, frame: SplineFrame): Tensor4D {
  return customGrad((x, save) => {
    (save as GradSaveFunc)([x as Tensor]);
    return {
      value: gridOnHost(x as Tensor3D, frame),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) =>
        pairsGradient(saved as Tensor3D, dy as Tensor4D, frame),
    };
  })(pairs);
}

/** The gradient with respect to the pairs, `[batch, K, 4]`, differentiable in both arguments. */
function pairsGradient(pairs: Tensor3D, upstream: Tensor4D, frame: SplineFrame): Tensor3D {
  const first = (x: Tensor3D, dy: Tensor4D): Tensor3D =>
    vectorJacobian((p) => gridInOps(p, frame), x, dy);
  return customGrad((x, dy, save) => {
    (save as GradSaveFunc)([x as Tensor, dy as Tensor]);
    return {
      value: gradientOnHost(x as Tensor3D, dy as Tensor4D, frame),
      gradFunc: (g: Tensor, saved: Tensor[]) => {
        const [at, along] = saved as [Tensor3D, Tensor4D];
        return [
          vectorJacobian((p) => first(p, along), at, g),
          vectorJacobian((d) => first(at, d), along, g),
        ];
      },
    };
  })(pairs, upstream);
}

/** The grid in ordinary ops, for the gradients of the gradient. */
function gridInOps(
  pairs: Tensor3D,
  { outputSize, alignCorners, regularization }: SplineFrame,
): Tensor4D {
  const [batch, count] = pairs.shape;
  return tidy(() => {
    const [from, to] = [0, 2].map((axis) => slice(pairs, [0, 0, axis], [batch, count, 2])) as [
      Tensor3D,
      Tensor3D,
    ];
    const right = concat([to, zeros<Rank.R3>([batch, 3, 2])], 1);
    const coefficients = solveSpline(from, right, regularization);
    return evaluateSpline(from, coefficients, outputSize, alignCorners);
  });
}

function gridOnHost(pairs: Tensor3D, frame: SplineFrame): Tensor4D {
  const { operation, outputSize, alignCorners } = frame;
  const [height, width] = outputSize;
  const shape = [pairs.shape[0], height, width, 2] as [number, number, number, number];
  const grid = allocateFloats(operation, 'grid', shape);
  const columns = pixelCentres(width, alignCorners);
  const lines = pixelCentres(height, alignCorners);
  let at = 0;
  for (const { system, coefficients } of hostSplines(pairs, frame)) {
    for (const y of lines) {
      for (const x of columns) {
        grid.set(splineAt(system.points, coefficients, x, y), at);
        at += 2;
      }
    }
  }
  return tensor4d(grid, shape);
}

function gradientOnHost(pairs: Tensor3D, upstream: Tensor4D, frame: SplineFrame): Tensor3D {
  const { outputSize, alignCorners } = frame;
  const [batch, count] = pairs.shape;
  const gradient = new Float32Array(batch * count * 4);
  const dy = upstream.dataSync<'float32'>();
  const [perItem, perGradient] = [dy.length / batch, count * 4];
  let item = 0;
  for (const spline of hostSplines(pairs, frame)) {
    const ofItem = dy.subarray(item * perItem, (item + 1) * perItem);
    gradient.set(splineGradient(spline, ofItem, outputSize, alignCorners), item * perGradient);
    item += 1;
  }
  return tensor3d(gradient, [batch, count, 4]);
}

/** The spline of each item; one at a time, since the system of many points is large. */
function* hostSplines(pairs: Tensor3D, { regularization }: SplineFrame): Generator<HostSpline> {
  const [batch, count] = pairs.shape;
  const values = pairs.dataSync<'float32'>();
  for (let item = 0; item < batch; item++) {
    const axes = (first: number): Float64Array =>
      Float64Array.from(
        { length: 2 * count },
        (_, i) => values[(item * count + (i >> 1)) * 4 + first + (i & 1)] as number,
      );
    const system = new SplineSystem(axes(0), regularization);
    yield { system, coefficients: system.interpolate(axes(2)) };
  }
}
