import { getBackend, memory, sum, tensor1d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeBackends } from '@tfjs-stn/testing/vitest';

const events: string[] = [];

function hook(backend: string) {
  events.push(`setup ${backend} on ${getBackend()}`);
  return () => {
    events.push(`teardown ${backend} on ${getBackend()}`);
  };
}

describeBackends(
  ['cpu', 'wasm'],
  (backend) => {
    it('runs on the backend it names', async () => {
      expect(getBackend()).toBe(backend);
      const total = sum(tensor1d([1, 2]));
      expect(await total.data()).toEqual(Float32Array.of(3));
      expect(memory().numTensors).toBeGreaterThan(0);
    });
  },
  { setup: { wasm: () => hook('wasm'), cpu: async () => hook('cpu') } },
);

describe('hooks', () => {
  it('ran around the tests, on their backend', () => {
    expect(events).toEqual([
      'setup cpu on cpu',
      'teardown cpu on cpu',
      'setup wasm on wasm',
      'teardown wasm on wasm',
    ]);
  });
});

/** Runs the fixture in a vitest of its own and returns each test's title and state. */
async function runFixture(required: string): Promise<Record<string, string>> {
  const manifest = createRequire(import.meta.url).resolve('vitest/package.json');
  const vitest = join(dirname(manifest), 'vitest.mjs');
  const config = fileURLToPath(new URL('fixtures/vitest.config.ts', import.meta.url));
  const { TFJS_STN_REQUIRE_BACKENDS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [vitest, 'run', '--config', config, '--reporter=json'],
    { env: { ...env, TFJS_STN_REQUIRE_BACKENDS: required } },
  ).catch((failed: { stdout: string }) => failed);
  const report = JSON.parse(stdout.slice(stdout.indexOf('{"numTotal'))) as {
    testResults: { assertionResults: { fullName: string; status: string }[] }[];
  };
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  return Object.fromEntries(results.map(({ fullName, status }) => [fullName, status]));
}

describe('an absent backend', () => {
  let optional: Record<string, string>;
  beforeAll(async () => {
    optional = await runFixture('');
  });

  it('shows as one skipped test with its reason', () => {
    expect(optional).toEqual({
      'cpu is there': 'passed',
      'unknown backend unknown is absent: it is not registered with tfjs': 'skipped',
      'broken backend broken is absent: it failed to load (no such addon)': 'skipped',
      'idle backend idle is absent: it failed to initialise': 'skipped',
    });
  });

  it('fails where it is required', async () => {
    expect(await runFixture('cpu,broken')).toMatchObject({
      'cpu is there': 'passed',
      'broken backend broken is required': 'failed',
      'unknown backend unknown is absent: it is not registered with tfjs': 'skipped',
    });
  });
});
