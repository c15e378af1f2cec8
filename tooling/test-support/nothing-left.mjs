import { getKernelsForBackend, setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, vi } from 'vitest';

import { loadBackends } from './load-backends.mjs';

// This file runs before each test file of a process that several share. tfjs and its backends stay,
// as they take the longest to load; modules of this repository are loaded again.
vi.resetModules();

const backends = Object.keys(loadBackends);
// Now, so that every file finds the same backends; tests say what they miss.
for (const load of Object.values(loadBackends)) await load().catch(() => undefined);

/** Which function is which kernel, on every backend. */
const kernels = () =>
  new Map(
    backends.flatMap((backend) =>
      getKernelsForBackend(backend).map(({ kernelName, kernelFunc }) => [
        `${kernelName} on ${backend}`,
        kernelFunc,
      ]),
    ),
  );

const before = kernels();

beforeAll(async () => {
  await setBackend('cpu');
});

// The next file must find tfjs as this one did: with a kernel that stays, tests of the reference
// would pass without running it.
afterAll(() => {
  const after = kernels();
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changed = names.filter((name) => before.get(name) !== after.get(name));
  const remedy = 'kernels must be as they were before the file: call what register…() returned';
  expect(changed, remedy).toEqual([]);
});
