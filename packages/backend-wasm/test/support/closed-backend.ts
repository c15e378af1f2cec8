import { backend } from '@tensorflow/tfjs-core';

import type { WasmBackend } from '../../src/runtime/wasm-backend.js';

/** The current wasm backend, as a later tfjs might show it: without Emscripten's internals. */
export function closedBackend(): WasmBackend {
  const real = backend() as unknown as WasmBackend;
  return {
    readSync: (dataId) => real.readSync(dataId),
    disposeData: (dataId, force) => real.disposeData(dataId, force),
    getMemoryOffset: (dataId) => real.getMemoryOffset(dataId),
    makeOutput: (...args) => real.makeOutput(...args),
  };
}
