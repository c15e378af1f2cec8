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

import { expectGradient } from '../../matchers/expect-gradient.js';
import { largest } from './largest.js';
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

/** The gradient of a directional derivative by θ is what differences of that derivative say. */
export function checkSecondGradient(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    const [point = []] = someThetas(transform, subject, 1);
    const direction = someWeights(point.length, 13);
    const first = firstGradient(transform);
    const along = tensor2d(direction, [1, point.length]);
    const derivative = (theta: Tensor): Tensor => sum(mul(along, first(theta)));
    const second = grad(derivative)(thetaTensor(transform, [point])).dataSync();
    expectGradient({
      what: 'gradient of the gradient by theta',
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

/** θ to the gradient of a weighted sum of squares, so that it depends on θ for every transform. */
function firstGradient(transform: Transform): (theta: Tensor) => Tensor {
  const [height, width] = someSize;
  const weights = tensor4d(someWeights(height * width * 2, 12), [1, height, width, 2]);
  return grad((theta) =>
    sum(mul(weights, square(generateGrid(transform, theta as Tensor2D, someSize)))),
  );
}
