import { describeBackends as describeLoaded } from '@tfjs-stn/testing/vitest';

/** Runs a suite on the backends of tfjs that these packages depend on. */
export function describeBackends(names: readonly string[], body: (backend: string) => void): void {
  describeLoaded(names, body, {
    load: {
      cpu: () => import('@tensorflow/tfjs-backend-cpu'),
      wasm: () => import('@tensorflow/tfjs-backend-wasm'),
    },
  });
}
