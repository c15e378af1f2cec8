import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';
import { declareConformance } from '../conformance.js';

declareConformance({ backends: [backendName], hooks: withKernels });
