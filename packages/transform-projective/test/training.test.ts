import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeBackends, describeTraining } from '@tfjs-stn/testing/vitest';
import { projectiveTransforms } from '@tfjs-stn/transform-projective';

describeBackends(
  ['wasm'],
  () => {
    for (const factory of projectiveTransforms) {
      describeTraining(factory.factoryName, factory, { sampler: bilinear() });
    }
  },
  { setup: { wasm: registerWasmKernels } },
);
