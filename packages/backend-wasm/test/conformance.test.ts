import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
import { describeBackends, describeMatrixEntries, describeSampler } from '@tfjs-stn/testing/vitest';

import { oracleBicubic } from '@tfjs-stn/testing';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { registerWasmKernels } from '../src/index.js';
import { blur, blurNumbers } from './support/custom-samplers.js';

describeBackends(
  ['wasm'],
  () => {
    describeMatrixEntries();
    describeSampler(nearest(), { kernel: 'nearest', every: 2 });
    describeSampler(bilinear(), { kernel: 'bilinear' });
    describeSampler(bicubic(), { kernel: 'bicubic', every: 2 });
    describeSampler(bicubic({ a: -0.5 }), { kernel: oracleBicubic(-0.5), every: 5 });
    // Of which the kernels know no more than their weights.
    for (const taps of [1, 2, 3, 4, 5]) {
      describeSampler(blur({ taps }), { kernel: blurNumbers(taps), every: 17 });
    }
  },
  { setup: { wasm: registerWasmKernels } },
);
