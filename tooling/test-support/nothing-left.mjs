import { getKernelsForBackend } from '@tensorflow/tfjs-core';
import { afterAll, expect } from 'vitest';

const backends = ['cpu', 'wasm', 'tensorflow'];

/** Our own kernels, and all of tfjs's, some of which ours take the place of. */
const kernels = () =>
  backends.flatMap((backend) =>
    getKernelsForBackend(backend).map(({ kernelName, kernelFunc }) => ({
      name: `${kernelName} on ${backend}`,
      isOurs: kernelName.startsWith('Stn'),
      kernelFunc,
    })),
  );

const before = new Map(kernels().map(({ name, kernelFunc }) => [name, kernelFunc]));

// The next file in this process is to meet tfjs as this one did: a kernel that stays would let tests
// of the reference pass without it.
afterAll(() => {
  const left = kernels().filter(({ name, isOurs, kernelFunc }) => {
    const was = before.get(name);
    return isOurs || (was !== undefined && was !== kernelFunc);
  });
  expect(left.map(({ name }) => name)).toEqual([]);
});
