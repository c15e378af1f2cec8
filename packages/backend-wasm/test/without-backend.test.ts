import { getKernel } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import { expect, it } from 'vitest';

import { registerWasmKernels, registerWasmTrainingKernels } from '../src/index.js';

it.each([
  ['registerWasmKernels', registerWasmKernels],
  ['registerWasmTrainingKernels', registerWasmTrainingKernels],
] as const)(
  '%s says what to import where tfjs has no wasm backend',
  async (operation, register) => {
    await expect(register()).rejects.toThrow(BackendError);
    await expect(register()).rejects.toThrow(
      `${operation}: tfjs has no wasm backend. Add \`import '@tensorflow/tfjs-backend-wasm'\` before the call`,
    );
    expect(getKernel('StnHomographyWarp', 'wasm')).toBeUndefined();
    expect(getKernel('Conv2DBackpropFilter', 'wasm')).toBeUndefined();
  },
);
