import {
  grad,
  mul,
  square,
  sum,
  tensor2d,
  tensor4d,
  tidy,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { generateGrid, type Transform } from '@tfjs-stn/core';

import { seededRandom } from '../../cases/seeded-random.js';
import { expectGradient } from '../../matchers/expect-gradient.js';
import {
  referenceGrid,
  someSize,
  someThetas,
  thetaTensor,
  useTransform,
  type TransformSubject,
} from './subject.js';

const batch = 2;

/** The θ gradient of a weighted sum of the grid agrees with differences of the reference or grid. */
export function checkGradient(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    const point = someThetas(transform, subject, batch);
    for (const alignCorners of [false, true]) {
      const gradient = gradientOf(transform, point, alignCorners);
      expectGradient({
        what: `gradient w.r.t. theta, alignCorners ${alignCorners}`,
        point: point.flat(),
        gradient,
        evaluate: evaluation(subject, transform, alignCorners),
        ...(subject.reference
          ? { rtol: 1e-4, atol: 1e-5 * largest(gradient) }
          : // The step is a power of 2, so that float32 does not round θ.
            { step: 2 ** -7, rtol: 1e-3, atol: 5e-4 * largest(gradient) }),
      });
    }
  });
}

/** A weight for every element of the grids. */
function gridWeights(): Float32Array {
  return randomWeights(batch * someSize[0] * someSize[1] * 2, 11);
}

function gradientOf(
  transform: Transform,
  point: readonly number[][],
  alignCorners: boolean,
): ArrayLike<number> {
  const grid = (theta: Tensor): Tensor =>
    generateGrid(transform, theta as Tensor2D, { outputSize: someSize, alignCorners });
  const weights = tensor4d(gridWeights(), [batch, ...someSize, 2]);
  return grad(grid)(thetaTensor(transform, point), weights).dataSync();
}

/** The weighted sum as a function of θ, of the reference or of the transform's own grid. */
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
        generateGrid(transform, theta, { outputSize: someSize, alignCorners }).dataSync(),
      );
    });
  };
}

/** The gradient of a directional derivative in θ agrees with its central differences. */
export function checkSecondGradient(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    const [point = []] = someThetas(transform, subject, 1);
    const direction = randomWeights(point.length, 13);
    const first = firstGradient(transform);
    const along = tensor2d(direction, [1, point.length]);
    const derivative = (theta: Tensor): Tensor => sum(mul(along, first(theta)));
    const second = grad(derivative)(thetaTensor(transform, [point])).dataSync();
    expectGradient({
      what: 'second derivative w.r.t. theta',
      point,
      gradient: second,
      evaluate: (at) =>
        tidy(() => {
          const theta = thetaTensor(transform, rowsOf(at, point.length));
          return weightedSum(direction, first(theta).dataSync());
        }),
      step: 2 ** -7,
      rtol: 2e-3,
      atol: 1e-3 * largest(second),
    });
  });
}

/** Maps θ to the gradient of a weighted sum of squares, which depends on θ for every transform. */
function firstGradient(transform: Transform): (theta: Tensor) => Tensor {
  const [height, width] = someSize;
  const weights = tensor4d(randomWeights(height * width * 2, 12), [1, height, width, 2]);
  return grad((theta) =>
    sum(mul(weights, square(generateGrid(transform, theta as Tensor2D, { outputSize: someSize })))),
  );
}

/** The largest magnitude, at least 1: the scale of errors in sums whose terms cancel. */
function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 1);
}

/** Splits a row-major point into its rows. */
function rowsOf(point: ArrayLike<number>, width: number): number[][] {
  const numbers = Array.from(point);
  return Array.from({ length: numbers.length / width }, (_, row) =>
    numbers.slice(row * width, (row + 1) * width),
  );
}

/** Seeded weights in [-1, 1). */
function randomWeights(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => 2 * random() - 1);
}

/** Σ weights · values, in float64. */
function weightedSum(weights: ArrayLike<number>, values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value, index) => sum + (weights[index] ?? 0) * value, 0);
}
