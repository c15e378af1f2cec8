import { findBackendFactory } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';

/** Throws a BackendError that says what to import, unless tfjs knows the wasm backend. */
export function requireWasmBackend(operation: string): void {
  if (findBackendFactory('wasm')) return;
  throw new BackendError(
    operation,
    "tfjs has no wasm backend. Add `import '@tensorflow/tfjs-backend-wasm'` before the call",
  );
}
