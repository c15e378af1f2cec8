import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeBackends, describeTraining } from '@tfjs-stn/testing/vitest';
import { affineTransforms } from '@tfjs-stn/transform-affine';

describeBackends(
  ['wasm'],
  () => {
    for (const factory of affineTransforms) {
      describeTraining(factory.factoryName, factory, { sampler: bilinear() });
    }
  },
  { setup: { wasm: registerWasmKernels } },
);
