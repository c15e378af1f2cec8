import '@tensorflow/tfjs-backend-cpu';
import { KernelBackend, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { afterAll, describe, expect, it, vi } from 'vitest';

import { BackendError, ready } from '../src/index.js';
import { expectRegistration } from './expect-registration.js';

const packages = { wasm: 'backend-wasm', cpu: 'backend-node', tensorflow: 'backend-node' };

describeBackends(Object.keys(packages), (backend) => {
  it('registers the kernels of the current backend, once, and says which', () =>
    expectRegistration(backend, `@tfjs-stn/${packages[backend as 'wasm']}`));
});

/** A tfjs backend that does nothing. */
class Toaster extends KernelBackend {
  override dispose(): void {}
}

describe('on a backend that there are no kernels for', () => {
  afterAll(async () => {
    await setBackend('cpu');
    removeBackend('toaster');
  });

  it('says that the reference runs', async () => {
    registerBackend('toaster', () => new Toaster());
    await setBackend('toaster');
    expect(await ready()).toEqual({
      backend: 'toaster',
      kernels: undefined,
      message:
        'toaster: there are no kernels for this backend here, so the reference implementation runs',
    });
  });
});

describe('where something is missing', () => {
  it('says what to install if the package with the kernels does not load', async () => {
    vi.resetModules();
    vi.doMock('@tfjs-stn/backend-node', () => {
      throw new Error('Cannot find package');
    });
    const fresh = await import('../src/ready.js');
    await expect(fresh.ready()).rejects.toThrow(
      /^ready: could not load @tfjs-stn\/backend-node \(.*\)\. Install it, or add it and the packages that it imports to the import map$/s,
    );
    vi.doUnmock('@tfjs-stn/backend-node');
  });

  it('says to import a backend if tfjs has none', async () => {
    vi.resetModules();
    vi.doMock('@tensorflow/tfjs-core', async (original) => ({
      ...(await original<object>()),
      ready: () => Promise.reject(new Error('No backend found in registry.')),
    }));
    const fresh = await import('../src/ready.js');
    const error: unknown = await fresh.ready().catch((reason: unknown) => reason);
    expect((error as Error).name).toBe('BackendError');
    expect((error as Error).message).toBe(
      "ready: tfjs must have a backend that starts (No backend found in registry.). Import one first, for example: import '@tensorflow/tfjs-backend-wasm'",
    );
    vi.doUnmock('@tensorflow/tfjs-core');
    expect(BackendError).toBeDefined();
  });
});
