import { engine, findBackendFactory, setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, it } from 'vitest';

/** Undoes what a setup hook did. */
export type BackendTeardown = () => void | Promise<void>;

/** What to do for a backend, by its name. */
export interface BackendHooks {
  /**
   * Registers the backend with tfjs while tests are collected; typically a dynamic import. If it
   * fails, the backend counts as absent. Default: `cpu`, `wasm` and `tensorflow` are imported from
   * `@tensorflow/tfjs-backend-cpu`, `-backend-wasm` and `tfjs-node`, together with the gradients
   * of tfjs's ops in `@tensorflow/tfjs-layers` if that is installed.
   */
  readonly load?: Readonly<Record<string, () => unknown>> | undefined;
  /** Runs once the backend is set, before its tests; the function it returns runs after them. */
  readonly setup?:
    | Readonly<Record<string, () => BackendTeardown | void | Promise<BackendTeardown | void>>>
    | undefined;
}

/**
 * Runs a vitest suite once per tfjs backend with that backend set, then restores the previous one.
 *
 * Convention: a missing backend shows as one skipped test that gives the reason. With the
 * environment variable `TFJS_STN_REQUIRE_BACKENDS=cpu,wasm`, a missing `cpu` or `wasm` fails.
 *
 * @param names tfjs backend names
 * @param body declares the tests; called with the backend's name if the backend is available
 * @param hooks how to load a backend, and what to set up for its tests, such as
 *   `{ setup: { wasm: registerWasmKernels } }`
 */
export function describeBackends(
  names: readonly string[],
  body: (backend: string) => void,
  hooks: BackendHooks = {},
): void {
  describe.each(names)('%s', async (name) => {
    const absence = await backendAbsence(name, hooks.load?.[name]);
    if (absence === undefined) declareAvailable(name, body, hooks.setup?.[name]);
    else declareAbsent(name, absence);
  });
}

function declareAvailable(
  name: string,
  body: (backend: string) => void,
  setup: (() => BackendTeardown | void | Promise<BackendTeardown | void>) | undefined,
): void {
  let previous: string | undefined;
  let teardown: BackendTeardown | void;
  beforeAll(async () => {
    previous = engine().backendName;
    await setBackend(name);
    teardown = await setup?.();
  });
  afterAll(async () => {
    await teardown?.();
    if (previous) await setBackend(previous);
  });
  body(name);
}

function declareAbsent(name: string, absence: string): void {
  const required = (process.env['TFJS_STN_REQUIRE_BACKENDS'] ?? '').split(',').includes(name);
  if (!required) {
    it.skip(`backend ${name} is absent: ${absence}`, () => {});
    return;
  }
  it(`backend ${name} is required`, () => {
    throw new Error(`describeBackends: backend ${name} is required, but absent: ${absence}`);
  });
}

/** tfjs's own backends for Node.js. */
const backendModules: Readonly<Record<string, () => Promise<unknown>>> = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  tensorflow: () => import('@tensorflow/tfjs-node'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
};

async function loadBackend(name: string): Promise<void> {
  // tfjs-core registers no gradients. Users of @tensorflow/tfjs have them already.
  await import('@tensorflow/tfjs-layers').catch(() => undefined);
  if (!findBackendFactory(name)) await backendModules[name]?.();
}

/** What to do about backends that need more than an install. */
const remedies: Readonly<Record<string, string>> = {
  tensorflow:
    ". @tensorflow/tfjs-node takes a native addon: 'npm run tfjs-node' builds it in the repository of tfjs-stn, 'npm rebuild @tensorflow/tfjs-node' downloads it elsewhere",
};

/** Why a backend can't be used, or undefined if it can. Keeps the current backend. */
async function backendAbsence(
  name: string,
  load: () => unknown = () => loadBackend(name),
): Promise<string | undefined> {
  try {
    await load();
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error))
      .trim()
      .split('\n');
    return `it failed to load (${reason.trim()})${remedies[name] ?? ''}`;
  }
  if (!findBackendFactory(name)) return 'it is not registered with tfjs';
  const previous = engine().backendName;
  const initialised = await setBackend(name);
  if (previous) await setBackend(previous);
  return initialised ? undefined : 'it failed to initialise';
}
