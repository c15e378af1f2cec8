import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';

import { bilinear } from '../../sampler-bilinear/src/index.js';
import { reference, referenceBackends } from './backends.js';

describeBackends(
  referenceBackends,
  () => describeSampler(bilinear(), { kernel: 'bilinear', every: 7 }),
  reference,
);
