import '@tensorflow/tfjs-backend-cpu';

import { getKernel } from '@tensorflow/tfjs-core';
import { withoutSimd } from '@tfjs-stn-tooling/test-support/without-simd';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type * as Library from '../src/index.js';

let library: typeof Library;
beforeEach(async () => {
  // Binaries that an earlier test has compiled would do.
  vi.resetModules();
  library = await import('../src/index.js');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('registerNodeKernels reports missing SIMD and registers nothing', async () => {
  withoutSimd();
  await expect(library.registerNodeKernels()).rejects.toMatchObject({
    name: 'BackendError',
    operation: 'registerNodeKernels',
    message:
      "registerNodeKernels: this Node can't compile WebAssembly SIMD (CompileError: " +
      'WebAssembly.compile(): invalid value type 0x7b, enable with --wasm-simd). ' +
      'Stay with the reference implementation',
  });
  expect(getKernel('StnGridSample', 'cpu')).toBeUndefined();
});

it('registerNodeKernels reports that WebAssembly is missing', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  await expect(library.registerNodeKernels()).rejects.toMatchObject({ name: 'BackendError' });
});

it('registerNodeKernels can be called again after a failure', async () => {
  withoutSimd();
  await expect(library.registerNodeKernels()).rejects.toThrow("can't compile WebAssembly SIMD");
  vi.restoreAllMocks();
  const unregister = await library.registerNodeKernels();
  expect(getKernel('StnGridSample', 'cpu')).toBeDefined();
  unregister();
  expect(getKernel('StnGridSample', 'cpu')).toBeUndefined();
});
