import { engine, findBackendFactory, setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, it } from 'vitest';

/** Undoes what a setup hook did. */
export type BackendTeardown = () => void | Promise<void>;

/** What to do for a backend, by its name. */
export interface BackendHooks {
  /**
   * Makes the backend known to tfjs, while tests are collected; typically a dynamic import.
   * If it fails, the backend counts as absent.
   */
  readonly load?: Readonly<Record<string, () => unknown>> | undefined;
  /** Runs once the backend is set, before its tests; what it returns runs after them. */
  readonly setup?:
    | Readonly<Record<string, () => BackendTeardown | void | Promise<BackendTeardown | void>>>
    | undefined;
}

/**
 * Runs a vitest suite once per tfjs backend, with that backend set; the former one is set
 * again afterwards.
 *
 * Convention: an absent backend shows as one skipped test that names the reason. With the
 * environment variable `TFJS_STN_REQUIRE_BACKENDS=cpu,wasm` the absence of those named fails.
 *
 * @param names tfjs backend names
 * @param body declares the tests; called with the backend's name, only if it is there
 */
export function describeBackends(
  names: readonly string[],
  body: (backend: string) => void,
  hooks: BackendHooks = {},
): void {
  describe.each(names)('%s', async (name) => {
    const absence = await backendAbsence(name, hooks.load?.[name]);
    if (absence === undefined) declarePresent(name, body, hooks.setup?.[name]);
    else declareAbsent(name, absence);
  });
}

function declarePresent(
  name: string,
  body: (backend: string) => void,
  setup: (() => BackendTeardown | void | Promise<BackendTeardown | void>) | undefined,
): void {
  let former: string | undefined;
  let teardown: BackendTeardown | void;
  beforeAll(async () => {
    former = engine().backendName;
    await setBackend(name);
    teardown = await setup?.();
  });
  afterAll(async () => {
    await teardown?.();
    if (former) await setBackend(former);
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

/** What to do about backends that take more than an install. */
const remedies: Readonly<Record<string, string>> = {
  tensorflow:
    ". @tensorflow/tfjs-node takes a native addon: 'npm run tfjs-node' builds it in the repository of tfjs-stn, 'npm rebuild @tensorflow/tfjs-node' downloads it elsewhere",
};

/** Why a backend can't be used, or undefined if it can. Leaves the current backend as it was. */
async function backendAbsence(
  name: string,
  load: (() => unknown) | undefined,
): Promise<string | undefined> {
  try {
    await load?.();
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error))
      .trim()
      .split('\n');
    return `it failed to load (${reason.trim()})${remedies[name] ?? ''}`;
  }
  if (!findBackendFactory(name)) return 'it is not registered with tfjs';
  const former = engine().backendName;
  const initialised = await setBackend(name);
  if (former) await setBackend(former);
  return initialised ? undefined : 'it failed to initialise';
}
