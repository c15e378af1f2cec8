import { concat, type Tensor4D } from '@tensorflow/tfjs-core';
import { generateGrid } from '@tfjs-stn/core';

import { expectClose } from '../../matchers/expect-close.js';
import {
  someSize,
  someThetas,
  thetaTensor,
  useTransform,
  type TransformSubject,
} from './subject.js';

/** A batch of θ gives what its items give one by one. */
export function checkBatch(subject: TransformSubject): void {
  useTransform(subject, (transform) => {
    const thetas = someThetas(transform, subject, 3);
    for (const alignCorners of [false, true]) {
      const grid = (items: readonly number[][]): Tensor4D =>
        generateGrid(transform, thetaTensor(transform, items), someSize, { alignCorners });
      const oneByOne = concat(thetas.map((theta) => grid([theta])));
      // Another order of the same sums, as in a product of other matrices, may round differently.
      expectClose(grid(thetas), oneByOne, { rtol: 1e-6, atol: 1e-6, what: 'grids of a batch' });
    }
  });
}
