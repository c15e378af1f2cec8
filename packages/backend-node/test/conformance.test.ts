import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { describeBackends, describeMatrixEntries, describeSampler } from '@tfjs-stn/testing/vitest';
import { describe } from 'vitest';

import { eagerRuntime, registerOn } from './support/eager-runtime.js';

const { fastKernel: _, ...ownBicubic } = bicubic();

// Every job, however small, is shared out among three threads.
describeBackends(
  ['cpu', 'tensorflow'],
  (name) => {
    describe(`[${name} + node]`, () => {
      describeMatrixEntries();
      describeSampler(bilinear(), { kernel: 'bilinear', every: 5 });
      describeSampler(nearest(), { kernel: 'nearest', every: 15 });
      describeSampler(bicubic(), { kernel: 'bicubic', every: 15 });
      // Through the weights of its ops.
      describeSampler(ownBicubic, { kernel: 'bicubic', every: 61 });
    });
  },
  {
    setup: {
      cpu: async () => registerOn('cpu', await eagerRuntime(3)),
      tensorflow: async () => registerOn('tensorflow', await eagerRuntime(3)),
    },
  },
);
