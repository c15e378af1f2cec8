import { beforeEach, describe, expect, it } from 'vitest';

import { startWorkers } from '../../src/team/start-workers.js';
import type { KernelThread } from '../../src/team/kernel-thread.js';

/** A thread that a test can end. */
interface TestThread extends KernelThread {
  end(startFailure?: string): void;
}

function thread(name: string): TestThread {
  let exited = false;
  let startFailure: string | undefined;
  return {
    name,
    isBusy: () => false,
    hasExited: () => exited,
    hasEnded: () => exited,
    isKnown: () => true,
    hasBegun: () => true,
    startFailure: () => startFailure,
    terminate: () => (exited = true),
    end(reason) {
      exited = true;
      startFailure = reason;
    },
  };
}

let reasons: string[] = [];
const warn = (reason: string): void => void reasons.push(reason);
beforeEach(() => (reasons = []));

describe('starting threads', () => {
  it('starts as many as a job needs', () => {
    const started: number[] = [];
    const { threads, require } = startWorkers((place) => {
      started.push(place);
      return thread(`place ${place}`);
    }, warn);
    expect(started).toEqual([]);
    require(1);
    expect(started).toEqual([0]);
    require(3);
    require(2);
    require(0);
    expect(started).toEqual([0, 1, 2]);
    expect(threads.map(({ name }) => name)).toEqual(['place 0', 'place 1', 'place 2']);
  });

  it('replaces threads that have exited', () => {
    const started: TestThread[] = [];
    const { threads, require } = startWorkers((place) => {
      started.push(thread(`${started.length} at ${place}`));
      return started.at(-1) as TestThread;
    }, warn);
    require(3);
    started[1]?.end();
    require(1);
    expect(started).toHaveLength(3);
    require(3);
    expect(threads.map(({ name }) => name)).toEqual(['0 at 0', '3 at 1', '2 at 2']);
  });

  it('stops after one could not be created, and says why', () => {
    let attempts = 0;
    const { threads, require } = startWorkers((place) => {
      attempts++;
      if (place === 1) throw new Error('ERR_ACCESS_DENIED: test of one that is not made');
      return thread(`place ${place}`);
    }, warn);
    for (let job = 0; job < 5; job++) require(3);
    expect(attempts).toBe(2);
    expect(threads).toHaveLength(1);
    expect(new Set(reasons)).toEqual(
      new Set(['Error: ERR_ACCESS_DENIED: test of one that is not made']),
    );
  });

  it('stops after one exited at startup, and says why', () => {
    const started: TestThread[] = [];
    const { require } = startWorkers((place) => {
      started.push(thread(`place ${place}`));
      return started.at(-1) as TestThread;
    }, warn);
    require(2);
    started[0]?.end('Error: test of one that ends at once');
    for (let job = 0; job < 5; job++) require(2);
    expect(started).toHaveLength(2);
    expect(new Set(reasons)).toEqual(new Set(['Error: test of one that ends at once']));
  });
});
