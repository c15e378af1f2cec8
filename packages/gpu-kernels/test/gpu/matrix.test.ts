import {
  grad,
  mul,
  ones,
  profile,
  sum,
  tensor2d,
  tidy,
  type Rank,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { matrixFromEntries } from '@tfjs-stn/core/~internal';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { expect, it } from 'vitest';

import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';

const outputSize = [5, 4] as const;

describeBackends(
  [backendName],
  () => {
    it.each([0, 2, 5, 6, 8, 9])('completes %i entries with those of the identity', (count) => {
      const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
      const rows = [0, 1, 2].map((item) =>
        Array.from({ length: count }, (_, index) => item * 10 + index + 0.5),
      );
      const matrix = matrixFromEntries(tensor2d(rows.flat(), [3, count]));
      expect(matrix.shape).toEqual([3, 3, 3]);
      const expected = rows.flatMap((row) => [...row, ...identity.slice(count)]);
      expect([...matrix.dataSync()]).toEqual(expected);
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

    it('an affine warp takes two programs, and leaves nothing', async () => {
      const image = ones<Rank.R4>([1, 6, 6, 3]);
      const theta = tensor2d([[1, 0, 0, 0, 1, 0]]);
      const sample = () =>
        warp(image, affine().field(theta, { outputSize, alignCorners: false }), {
          sampler: bilinear(),
        });
      const { kernelNames } = await profile(sample);
      // A custom gradient shows as a scope, which computes nothing.
      const kernels = kernelNames.filter((name) => name !== 'unnamed scope');
      expect(kernels).toEqual(['StnMatrixFromEntries', 'StnHomographyWarp']);
      expectNoLeak(() => {
        tidy(sample).dispose();
      });
    });
  },
  withKernels,
);
