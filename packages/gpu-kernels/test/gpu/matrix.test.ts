import { ones, profile, tensor2d, tidy, type Rank } from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends, describeMatrixEntries } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { expect, it } from 'vitest';

import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';

const outputSize = [5, 4] as const;

describeBackends(
  [backendName],
  () => {
    describeMatrixEntries();

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
