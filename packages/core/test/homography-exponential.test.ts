import {
  grad,
  mul,
  sum,
  tensor3d,
  tidy,
  zeros,
  type Rank,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { expectClose, expectGradient, expectNoLeak, seededRandom } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { ShapeError } from '../src/errors.js';
import { matrixExponential } from '../src/homography/index.js';
import { accelerated, referenceBackends } from './support.js';
import { product, type Matrix } from './homography-matrices.js';

/** A case of SciPy's `expm`. */
interface ExponentialGolden {
  readonly name: string;
  readonly norm: number;
  /** `[batch, 3, 3]` */
  readonly matrix: { readonly data: Float32Array };
  /** Expected. */
  readonly exponential: { readonly data: Float32Array };
}

const goldens = loadGoldens<ExponentialGolden>('matrix-exponential');

/** The series itself in float64, long enough for what is small. */
function exponential(matrix: Matrix): number[] {
  let term: number[] = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const sums = [...term];
  for (let n = 1; n < 40; n++) {
    term = product(term, matrix).map((entry) => entry / n);
    term.forEach((entry, i) => (sums[i]! += entry));
  }
  return sums;
}

const random = seededRandom(4);
const point = Array.from({ length: 9 }, () => Math.round(1024 * (2 * random() - 1)) / 1024);
const factors = Array.from({ length: 9 }, () => Math.round(64 * (2 * random() - 1)) / 64);
const weighted = (entries: readonly number[]): number =>
  entries.reduce((total, entry, i) => total + factors[i]! * entry, 0);

describeBackends(
  referenceBackends,
  () => {
    describe('matrixExponential', () => {
      it.each(goldens)('agrees with SciPy: $name', ({ matrix, exponential: expected, norm }) => {
        const batch = matrix.data.length / 9;
        expectNoLeak(() =>
          tidy(() => {
            const actual = matrixExponential(tensor3d(matrix.data, [batch, 3, 3])).dataSync();
            for (let item = 0; item < batch; item++) {
              const of = (data: ArrayLike<number>): number[] =>
                Array.from(data).slice(item * 9, item * 9 + 9);
              const largest = Math.max(...of(expected.data).map(Math.abs));
              const atol = (norm > 5 ? 2e-6 : 1e-6) * largest;
              expectClose(of(actual), of(expected.data), { rtol: 0, atol });
            }
          }),
        );
      });

      it('of zeros is exactly the identity, and an empty batch stays empty', () => {
        tidy(() => {
          const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
          expect([...matrixExponential(zeros([1, 3, 3])).dataSync()]).toEqual(identity);
          expect(matrixExponential(zeros<Rank.R3>([0, 3, 3])).shape).toEqual([0, 3, 3]);
        });
      });

      it('has gradients of first and second order', () => {
        tidy(() => {
          const input = tensor3d(point, [1, 3, 3]);
          const scalar = (m: Tensor): Tensor =>
            sum(mul(tensor3d(factors, [1, 3, 3]), matrixExponential(m as never)));
          const first = grad(scalar);
          const value = (at: ArrayLike<number>): number => weighted(exponential(Array.from(at)));
          const gradient = first(input).dataSync();
          const tolerance = { rtol: 1e-5, atol: 1e-5 };
          expectGradient({ evaluate: value, point, gradient, ...tolerance });

          const along = factors.toReversed();
          const direction = tensor3d(along, [1, 3, 3]);
          const second = grad((m: Tensor) => sum(mul(direction, first(m))))(input).dataSync();
          const step = 1e-3;
          expectGradient({
            what: 'second derivative',
            evaluate: (at) => {
              const moved = (by: number): number => value(at.map((x, i) => x + by * along[i]!));
              return (moved(step) - moved(-step)) / (2 * step);
            },
            point,
            gradient: second,
            step,
            rtol: 1e-5,
            atol: 2e-5,
          });
        });
      });

      it('rejects what is not a batch of matrices', () => {
        tidy(() => {
          expect(() => matrixExponential(zeros<Rank.R3>([2, 3, 2]))).toThrow(ShapeError);
          expect(() => matrixExponential(zeros<Rank.R3>([2, 3, 2]))).toThrow(
            'matrixExponential: matrix must be [batch, 3, 3], got [2, 3, 2]',
          );
        });
      });
    });
  },
  accelerated,
);
