import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';

import { oracleBicubic } from '@tfjs-stn/testing';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { registerWasmKernels } from '../src/index.js';

describeBackends(
  ['wasm'],
  () => {
    describeSampler(nearest(), { kernel: 'nearest', every: 2 });
    describeSampler(bilinear(), { kernel: 'bilinear' });
    describeSampler(bicubic(), { kernel: 'bicubic', every: 2 });
    describeSampler(bicubic({ a: -0.5 }), { kernel: oracleBicubic(-0.5), every: 5 });
  },
  { setup: { wasm: registerWasmKernels } },
);
