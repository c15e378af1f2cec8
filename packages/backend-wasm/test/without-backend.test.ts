import { BackendError } from '@tfjs-stn/core/errors';
import { expect, it } from 'vitest';

import { registerWasmKernels } from '../src/index.js';

it('says what to import where tfjs has no wasm backend', async () => {
  await expect(registerWasmKernels()).rejects.toThrow(BackendError);
  await expect(registerWasmKernels()).rejects.toThrow(
    "registerWasmKernels: tfjs has no wasm backend. Add `import '@tensorflow/tfjs-backend-wasm'`",
  );
});
