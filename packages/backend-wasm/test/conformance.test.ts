import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';

import { bilinear } from '../../sampler-bilinear/src/index.js';
import { registerWasmKernels } from '../src/index.js';

describeBackends(['wasm'], () => describeSampler(bilinear(), { kernel: 'bilinear' }), {
  setup: { wasm: registerWasmKernels },
});
