import { engine, setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { backendAbsence } from './backend-absence.js';

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
