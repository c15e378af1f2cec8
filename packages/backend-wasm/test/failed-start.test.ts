import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import { beforeAll, expect, it, vi } from 'vitest';

import { registerWasmKernels, registerWasmTrainingKernels } from '../src/index.js';

// Emscripten and tfjs print a dozen lines.
beforeAll(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  setWasmPaths('/nowhere/');
});

it.each([
  ['registerWasmKernels', registerWasmKernels],
  ['registerWasmTrainingKernels', registerWasmTrainingKernels],
] as const)('%s says what to do where the wasm backend did not start', async (name, register) => {
  const starting = setBackend('wasm');
  await expect(register()).rejects.toThrow(BackendError);
  expect(await starting).toBe(false);
  await expect(register()).rejects.toThrow(
    new RegExp(`^${name}: tfjs's wasm backend did not start, .* Call setWasmPaths\\(…\\)`),
  );
});
