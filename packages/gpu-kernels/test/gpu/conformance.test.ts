import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { oracleBicubic } from '@tfjs-stn/testing';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';

import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';

describeBackends(
  [backendName],
  () => {
    describeSampler(nearest(), { kernel: 'nearest', every: 5 });
    describeSampler(bilinear(), { kernel: 'bilinear', every: 2 });
    describeSampler(bicubic(), { kernel: 'bicubic', every: 5 });
    describeSampler(bicubic({ a: -0.5 }), { kernel: oracleBicubic(-0.5), every: 11 });
  },
  withKernels,
);
