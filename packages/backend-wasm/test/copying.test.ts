import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { backend, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import { registerKernels } from '@tfjs-stn/core/kernels';
import { compileKernels, linkKernels } from '@tfjs-stn/kernels';
import { expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { copyingRunner } from '../src/runtime/copying-runner.js';
import type { KernelRunner } from '@tfjs-stn/kernels/tfjs';
import { openKernelRunner } from '../src/runtime/open-kernel-runner.js';
import type { WasmBackend } from '../src/runtime/wasm-backend.js';
import { fastSamplers, samplingKernels } from '@tfjs-stn/kernels/tfjs';
import { closedBackend } from './support/closed-backend.js';

function register(memory: KernelRunner): () => void {
  return registerKernels({
    backendName: 'wasm',
    samplers: fastSamplers,
    kernels: samplingKernels(() => memory),
  });
}

async function compileBoth(): Promise<{ plain: WebAssembly.Module; shared: WebAssembly.Module }> {
  return { plain: await compileKernels('plain'), shared: await compileKernels('shared') };
}

describeBackends(
  ['wasm'],
  () => {
    it('the kernels copy on a backend without Emscripten internals', async () => {
      expect(openKernelRunner(closedBackend(), await compileBoth()).zeroCopy).toBe(false);
      const open = backend() as unknown as WasmBackend;
      expect(openKernelRunner(open, await compileBoth()).zeroCopy).toBe(true);
    });
    it('copying kernels report the bytes they need if their memory cannot grow', async () => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
      const kernels = linkKernels(await compileKernels('plain'), memory);
      const { run } = copyingRunner(closedBackend(), memory, kernels);
      const attempt = (): TensorInfo =>
        run({
          name: 'Nothing',
          inputs: [],
          outputShape: [1, 100, 100, 4],
          work: 0,
          plan: () => ({ scratchBytes: 0, encode: () => [] }),
        });
      expect(() => expectNoLeak(() => void attempt())).toThrow(BackendError);
      expect(attempt).toThrow(
        /^wasm: out of memory: a copy of the tensors takes 160\d{3} bytes, and there are 65536 of at most 4294967296\. Dispose tensors, or take a smaller batch$/,
      );
    });
    describeSampler(bilinear(), { kernel: 'bilinear', every: 3 });
  },
  {
    setup: { wasm: async () => register(openKernelRunner(closedBackend(), await compileBoth())) },
  },
);

/** The kernels for tfjs's threaded build, on shared memory of their own. */
describeBackends(['wasm'], () => describeSampler(bilinear(), { kernel: 'bilinear', every: 9 }), {
  setup: {
    wasm: async () => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
      const kernels = linkKernels(await compileKernels('shared'), memory);
      return register(copyingRunner(closedBackend(), memory, kernels));
    },
  },
});
