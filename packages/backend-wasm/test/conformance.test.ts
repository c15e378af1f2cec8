import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { registerWasmKernels } from '../src/index.js';

describeBackends(['wasm'], () => describeSampler(bilinear(), { kernel: 'bilinear' }), {
  setup: { wasm: registerWasmKernels },
});
