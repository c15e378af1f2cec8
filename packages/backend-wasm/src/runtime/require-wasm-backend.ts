import { engine, findBackendFactory, getBackend, ready } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';

/**
 * Passes where tfjs has the wasm backend; if it is the current one, it must have started.
 *
 * @throws BackendError that says what to import, or that the `.wasm` files were not found
 */
export async function requireWasmBackend(operation: string): Promise<void> {
  if (!findBackendFactory('wasm')) {
    throw new BackendError(
      operation,
      "tfjs has no wasm backend. Add `import '@tensorflow/tfjs-backend-wasm'` before the call",
    );
  }
  // Before `tf.setBackend('wasm')` there is nothing to check yet.
  if (getBackend() !== 'wasm' || hasStarted()) return;
  // A start that was not awaited may still be in progress.
  await ready().catch(() => {});
  if (hasStarted()) return;
  throw new BackendError(
    operation,
    "tfjs's wasm backend did not start, most often because its .wasm files were not found. Call setWasmPaths(…) from '@tensorflow/tfjs-backend-wasm' with where they are served, before tf.setBackend('wasm')",
  );
}

function hasStarted(): boolean {
  return 'wasm' in engine().registry;
}
