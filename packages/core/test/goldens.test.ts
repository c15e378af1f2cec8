import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe } from 'vitest';

import { declareCount, declareGoldens } from './golden-checks.js';
import { kernelBackends, reference, referenceBackends, withKernels } from './support.js';

declareCount();
describe('reference', () => {
  // On tensorflow every small op costs a call into the addon: it gets fewer cases.
  describeBackends(
    referenceBackends,
    (backend) => declareGoldens(backend === 'tensorflow' ? 5 : 1),
    reference,
  );
});
describe('kernels', () => {
  describeBackends(kernelBackends, () => declareGoldens(), withKernels);
});
