import { backend, ones, type Rank } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { warp } from '@tfjs-stn/core';
import { BackendError } from '@tfjs-stn/core/errors';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { registerWebGPUKernels } from '../../src/index.js';

describeBackends(
  ['webgpu'],
  () => {
    it('a lost device is told as what happened, with the remedy', async () => {
      const grid = ones<Rank.R4>([1, 2, 2, 2]);
      const field = { kind: 'grid', grid, outputSize: [2, 2], alignCorners: false } as const;
      const call = () => warp(ones<Rank.R4>([1, 4, 4, 1]), field, { sampler: bilinear() });
      call();
      const { device } = backend() as WebGPUBackend;
      device.destroy();
      await device.lost;
      expect(call).toThrow(BackendError);
      expect(call).toThrow(/the WebGPU device was lost.*tf\.removeBackend\('webgpu'\)/);
    });
  },
  { setup: { webgpu: registerWebGPUKernels } },
);
