import { grad, mul, sum, tensor2d, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { matrixFromEntries } from '@tfjs-stn/core/~internal';
import { describe, expect, it } from 'vitest';

import { expectNoLeak } from '../matchers/expect-no-leak.js';

/** Checks a backend's own kernel that makes 3 × 3 matrices of their first entries. */
export function describeMatrixEntries(): void {
  describe('matrices of their first entries', () => {
    const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];

    it.each([0, 2, 5, 6, 8, 9])('%i entries are completed with those of the identity', (count) => {
      const rows = [0, 1, 2].map((item) =>
        Array.from({ length: count }, (_, index) => item * 10 + index + 0.5),
      );
      const matrix = matrixFromEntries(tensor2d(rows.flat(), [3, count]));
      expect(matrix.shape).toEqual([3, 3, 3]);
      const expected = rows.flatMap((row) => [...row, ...identity.slice(count)]);
      expect([...matrix.dataSync()]).toEqual(expected);
    });

    it('an empty batch has no matrices', () => {
      const matrix = matrixFromEntries(tensor2d([], [0, 6]));
      expect(matrix.shape).toEqual([0, 3, 3]);
      expect([...matrix.dataSync()]).toEqual([]);
    });

    it('the gradient of the entries is that of their places, twice', () => {
      const entries = tensor2d([[1, 2, 3, 4, 5, 6]]);
      const cubes = (x: Tensor): Tensor => {
        const matrix = matrixFromEntries(x as Tensor2D);
        return sum(mul(mul(matrix, matrix), matrix));
      };
      expect([...grad(cubes)(entries).dataSync()]).toEqual([3, 12, 27, 48, 75, 108]);
      const twice = grad((x: Tensor) => sum(grad(cubes)(x)))(entries);
      expect([...twice.dataSync()]).toEqual([6, 12, 18, 24, 30, 36]);
    });

    it('leaves nothing but the matrix', () => {
      const entries = tensor2d([[1, 2, 3, 4, 5, 6]]);
      expectNoLeak(() => {
        matrixFromEntries(entries).dispose();
        grad((x: Tensor) => sum(matrixFromEntries(x as Tensor2D)))(entries).dispose();
      });
    });
  });
}
