import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';

import { bilinear } from '../../sampler-bilinear/src/index.js';

describeBackends(['cpu', 'wasm'], () =>
  describeSampler(bilinear(), { kernel: 'bilinear', every: 5 }),
);
