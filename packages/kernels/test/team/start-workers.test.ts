import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startWorkers } from '../src/threads/start-workers.js';
import type { KernelThread } from '../src/threads/kernel-thread.js';

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
    startFailure: () => startFailure,
    terminate: () => (exited = true),
    end(reason) {
      exited = true;
      startFailure = reason;
    },
  };
}

let warnings: (Error & { code?: string })[] = [];
const collect = (warning: Error): void => void warnings.push(warning);
beforeEach(() => {
  warnings = [];
  process.on('warning', collect);
});
afterEach(() => void process.off('warning', collect));
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('starting threads', () => {
  it('starts as many as a job needs', () => {
    const started: number[] = [];
    const { threads, require } = startWorkers((place) => {
      started.push(place);
      return thread(`place ${place}`);
    });
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
    });
    require(3);
    started[1]?.end();
    require(1);
    expect(started).toHaveLength(3);
    require(3);
    expect(threads.map(({ name }) => name)).toEqual(['0 at 0', '3 at 1', '2 at 2']);
  });

  it('stops after one could not be created, with one warning', async () => {
    let attempts = 0;
    const { threads, require } = startWorkers((place) => {
      attempts++;
      if (place === 1) throw new Error('ERR_ACCESS_DENIED: test of one that is not made');
      return thread(`place ${place}`);
    });
    for (let job = 0; job < 5; job++) require(3);
    expect(attempts).toBe(2);
    expect(threads).toHaveLength(1);
    await turn();
    expect(warnings.map(({ message }) => message)).toEqual([
      'registerNodeKernels: could not start worker threads (Error: ERR_ACCESS_DENIED: test of one that is not made); continuing with fewer. Pass { threads: 1 } to silence this warning',
    ]);
    expect(warnings[0]?.code).toBe('TFJS_STN_NO_THREADS');
  });

  it('stops after one exited at startup, with one warning', async () => {
    const started: TestThread[] = [];
    const { require } = startWorkers((place) => {
      started.push(thread(`place ${place}`));
      return started.at(-1) as TestThread;
    });
    require(2);
    started[0]?.end('Error: test of one that ends at once');
    for (let job = 0; job < 5; job++) require(2);
    expect(started).toHaveLength(2);
    await turn();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toContain('(Error: test of one that ends at once); continuing');
  });
});
