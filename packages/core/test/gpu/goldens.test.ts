import { describeBackends } from '@tfjs-stn/testing/vitest';

import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';
import { declareGoldens } from '../golden-checks.js';

describeBackends([backendName], () => declareGoldens(), withKernels);
