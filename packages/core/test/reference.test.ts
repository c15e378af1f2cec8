import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { reference, referenceBackends } from './support.js';

describeBackends(
  referenceBackends,
  // On tensorflow every small op costs a call into the addon: it gets fewer cases.
  (backend) =>
    describeSampler(bilinear(), { kernel: 'bilinear', every: backend === 'tensorflow' ? 29 : 11 }),
  reference,
);
