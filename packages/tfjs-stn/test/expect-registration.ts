import { getKernel } from '@tensorflow/tfjs-core';
import { StnHomographyWarp } from '@tfjs-stn/core/kernels';
import { expect } from 'vitest';

import { ready } from '../src/index.js';

/** Checks that `ready` registers the kernels of a package on the current backend, once, and says so. */
export async function expectRegistration(backend: string, kernels: string): Promise<void> {
  const message = `${backend}: the kernels of ${kernels} are registered`;
  const expected = { backend, kernels, message };
  expect(await ready()).toEqual(expected);
  const kernel = getKernel(StnHomographyWarp, backend);
  expect(kernel).toBeDefined();
  expect(await ready()).toEqual(expected);
  expect(getKernel(StnHomographyWarp, backend)).toBe(kernel);
}
