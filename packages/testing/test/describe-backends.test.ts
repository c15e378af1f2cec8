import { getBackend, memory, sum, tensor1d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeBackends } from '@tfjs-stn/testing/vitest';

import { runFixture } from './run-fixture.js';

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

describe('the hooks of describeBackends', () => {
  it('run before and after the tests, on their backend', () => {
    expect(events).toEqual([
      'setup cpu on cpu',
      'teardown cpu on cpu',
      'setup wasm on wasm',
      'teardown wasm on wasm',
    ]);
  });
});

/** Each test's title and state. */
async function runBackends(required: string): Promise<Record<string, string>> {
  const results = await runFixture('backends', { TFJS_STN_REQUIRE_BACKENDS: required });
  return Object.fromEntries(Object.entries(results).map(([name, { status }]) => [name, status]));
}

describe('a missing backend', () => {
  let optional: Record<string, string>;
  beforeAll(async () => {
    optional = await runBackends('');
  });

  it('shows as one skipped test with the reason', () => {
    expect(optional).toEqual({
      'cpu is there': 'passed',
      'unknown backend unknown is absent: it is not registered with tfjs': 'skipped',
      'broken backend broken is absent: it failed to load (no such addon)': 'skipped',
      'idle backend idle is absent: it failed to initialise': 'skipped',
    });
  });

  it('fails if it is required', async () => {
    expect(await runBackends('cpu,broken')).toMatchObject({
      'cpu is there': 'passed',
      'broken backend broken is required': 'failed',
      'unknown backend unknown is absent: it is not registered with tfjs': 'skipped',
    });
  });
});
