import { grad, tensor4d, tidy, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { generateGrid, type Transform } from '@tfjs-stn/core';

import { expectGradient } from '../../matchers/expect-gradient.js';
import { largest } from './largest.js';
import { referenceGrid } from './reference-grid.js';
import { rowsOf } from './rows-of.js';
import { someWeights } from './some-weights.js';
import {
  someSize,
  someThetas,
  thetaTensor,
  useTransform,
  type TransformSubject,
} from './subject.js';
import { weightedSum } from './weighted-sum.js';

const batch = 2;

/** The gradient of a weighted sum of the grid by θ is that of the reference, or of the grid. */
export function checkGradient(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    const point = someThetas(transform, subject, batch);
    for (const alignCorners of [false, true]) {
      const gradient = gradientOf(transform, point, alignCorners);
      expectGradient({
        what: `gradient by theta, alignCorners ${alignCorners}`,
        point: point.flat(),
        gradient,
        evaluate: evaluation(subject, transform, alignCorners),
        ...(subject.reference
          ? { rtol: 1e-4, atol: 1e-5 * largest(gradient) }
          : // Differences of float32 grids, a power of 2 apart so that θ is not rounded.
            { step: 2 ** -7, rtol: 1e-3, atol: 5e-4 * largest(gradient) }),
      });
    }
  });
}

/** One for every number of the grids. */
function gridWeights(): Float32Array {
  return someWeights(batch * someSize[0] * someSize[1] * 2, 11);
}

function gradientOf(
  transform: Transform,
  point: readonly number[][],
  alignCorners: boolean,
): ArrayLike<number> {
  const grid = (theta: Tensor): Tensor =>
    generateGrid(transform, theta as Tensor2D, someSize, { alignCorners });
  const weights = tensor4d(gridWeights(), [batch, ...someSize, 2]);
  return grad(grid)(thetaTensor(transform, point), weights).dataSync();
}

/** The weighted sum as a function of θ: by the reference, or by the transform's own grid. */
function evaluation(
  { reference }: TransformSubject,
  transform: Transform,
  alignCorners: boolean,
): (point: Float64Array) => number {
  const weights = gridWeights();
  return (point) => {
    const thetas = rowsOf(point, transform.paramCount);
    if (reference) {
      return weightedSum(weights, referenceGrid(reference, thetas, someSize, alignCorners).data);
    }
    return tidy(() => {
      const theta = thetaTensor(transform, thetas);
      return weightedSum(
        weights,
        generateGrid(transform, theta, someSize, { alignCorners }).dataSync(),
      );
    });
  };
}
