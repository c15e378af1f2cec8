import { registerNodeKernels } from '@tfjs-stn/backend-node';
import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import { describeBackends as describeLoaded, type BackendTeardown } from '@tfjs-stn/testing/vitest';
import { describe } from 'vitest';

async function registerWasm(): Promise<BackendTeardown> {
  const restore = [await registerWasmKernels(), await registerWasmTrainingKernels()];
  return () => restore.forEach((unregister) => unregister());
}

/** Two threads, so that machines of one core share work out as well. */
const registerNode = (): Promise<BackendTeardown> => registerNodeKernels({ threads: 2 });

/** Runs a suite through the reference, on cpu, and through our kernels on every backend in Node. */
export function describeBackends(body: (backend: string) => void): void {
  describeLoaded(['cpu', 'wasm', 'tensorflow'], body, {
    setup: { tensorflow: registerNode, wasm: registerWasm },
  });
  describe('[cpu + node]', () => {
    describeLoaded(['cpu'], body, { setup: { cpu: registerNode } });
  });
}
