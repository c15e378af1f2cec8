import { describeBackends } from '@tfjs-stn/testing/vitest';

import { backendName, withKernels } from '../../../gpu-kernels/test/gpu/support/kernels.js';
import { declareGoldens } from '../golden-checks.js';

describeBackends([backendName], () => declareGoldens(), withKernels);
