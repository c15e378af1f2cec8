import { backend, env, ones, type Rank } from '@tensorflow/tfjs-core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { warp } from '@tfjs-stn/core';
import { BackendError } from '@tfjs-stn/core/errors';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { registerWebGLKernels } from '../../src/index.js';

function call(): void {
  const grid = ones<Rank.R4>([1, 2, 2, 2]);
  const field = { kind: 'grid', grid, outputSize: [2, 2], alignCorners: false } as const;
  warp(ones<Rank.R4>([1, 4, 4, 1]), field, { sampler: bilinear() });
}

describeBackends(
  ['webgl'],
  () => {
    it('a device with 16-bit textures alone is refused', () => {
      call();
      env().set('WEBGL_RENDER_FLOAT32_ENABLED', false);
      try {
        expect(call).toThrow(BackendError);
        expect(call).toThrow(/32-bit floats, got a device.*tf\.setBackend\('wasm'\)/);
      } finally {
        env().set('WEBGL_RENDER_FLOAT32_ENABLED', true);
      }
    });

    it('a lost context is told as what happened, with the remedy', () => {
      const { gl } = (backend() as MathBackendWebGL).getGPGPUContext();
      gl.getExtension('WEBGL_lose_context')?.loseContext();
      expect(call).toThrow(BackendError);
      expect(call).toThrow(/the WebGL context was lost.*tf\.removeBackend\('webgl'\)/);
    });
  },
  { setup: { webgl: registerWebGLKernels } },
);
