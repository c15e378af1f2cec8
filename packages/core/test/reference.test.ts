import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { reference, referenceBackends } from './backends.js';

describeBackends(
  referenceBackends,
  () => describeSampler(bilinear(), { kernel: 'bilinear', every: 7 }),
  reference,
);
