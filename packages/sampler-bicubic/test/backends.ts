import { loadBackends } from '@tfjs-stn-tooling/test-support/load-backends';
import type { BackendHooks } from '@tfjs-stn/testing/vitest';

/** Where the reference runs. */
export const backends: readonly string[] = ['cpu', 'wasm'];

export const hooks: BackendHooks = { load: loadBackends };
