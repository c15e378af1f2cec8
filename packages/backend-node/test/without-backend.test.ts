import { BackendError } from '@tfjs-stn/core/errors';
import { expect, it } from 'vitest';

import { registerNodeKernels } from '../src/index.js';

// This file imports no backend.
it('registerNodeKernels says which backend to import if tfjs has none', async () => {
  await expect(registerNodeKernels()).rejects.toThrow(BackendError);
  await expect(registerNodeKernels()).rejects.toThrow(
    "registerNodeKernels: tfjs has neither a tensorflow nor a cpu backend. Add `import '@tensorflow/tfjs-node'` or `import '@tensorflow/tfjs-backend-cpu'` before the call",
  );
});
