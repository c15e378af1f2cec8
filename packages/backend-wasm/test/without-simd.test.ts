import '@tensorflow/tfjs-backend-wasm';

import { getKernel } from '@tensorflow/tfjs-core';
import { withoutSimd } from '@tfjs-stn-tooling/test-support/without-simd';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

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

describe.each([
  ['registerWasmKernels', 'StnHomographyWarp'],
  ['registerWasmTrainingKernels', 'Conv2DBackpropFilter'],
] as const)('%s', (operation, kernel) => {
  const register = (): Promise<() => void> => library[operation]();

  it('says what to do if the engine has no SIMD, and registers nothing', async () => {
    withoutSimd();
    await expect(register()).rejects.toMatchObject({
      name: 'BackendError',
      operation,
      message:
        `${operation}: this JavaScript engine can't compile WebAssembly SIMD (CompileError: ` +
        'WebAssembly.compile(): invalid value type 0x7b, enable with --wasm-simd). ' +
        'Stay with the reference implementation, or use an engine from 2021 on',
    });
    expect(getKernel(kernel, 'wasm')).toBeUndefined();
  });

  it('reports that WebAssembly is missing', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    await expect(register()).rejects.toMatchObject({ name: 'BackendError', operation });
  });

  it('can be called again after a failure', async () => {
    withoutSimd();
    await expect(register()).rejects.toThrow("can't compile WebAssembly SIMD");
    vi.restoreAllMocks();
    const unregister = await register();
    expect(getKernel(kernel, 'wasm')).toBeDefined();
    unregister();
    expect(getKernel(kernel, 'wasm')).toBeUndefined();
  });
});

it('two concurrent registrations fail under their own names', async () => {
  withoutSimd();
  const { registerWasmKernels, registerWasmTrainingKernels } = library;
  const calls = [registerWasmKernels(), registerWasmTrainingKernels()];
  const reasons = (await Promise.allSettled(calls)).map((call) =>
    call.status === 'rejected' ? (call.reason as { operation: string }).operation : undefined,
  );
  expect(reasons).toEqual(['registerWasmKernels', 'registerWasmTrainingKernels']);
});
