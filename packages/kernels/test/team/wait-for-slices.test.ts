import { BackendError } from '@tfjs-stn/core/errors';
import { describe, expect, it } from 'vitest';

import { controlWords } from '../../src/team/control-words.js';
import { waitForSlices } from '../../src/team/wait-for-slices.js';

/** Someone holds the second of two parts. What `onLook` does happens whenever it is looked after. */
function waitFor(isKnown: boolean, onLook: (look: number, finish: () => void) => void): void {
  const control = new Int32Array(new SharedArrayBuffer(64));
  control[controlWords.done] = 1;
  let looks = 0;
  const slow = {
    name: 'thread 2 of 2',
    isBusy: () => true,
    hasEnded() {
      onLook(++looks, () => void Atomics.store(control, controlWords.done, 2));
      return false;
    },
    isKnown: () => isKnown,
  };
  waitForSlices({ name: 'Test', control, slices: 2, threads: [slow], patience: 100 });
}

describe('a thread that exceeds the time limit', () => {
  it('is awaited if the system reports it alive', () => {
    const start = performance.now();
    waitFor(true, (_, finish) => {
      if (performance.now() - start > 300) finish();
    });
    expect(performance.now() - start).toBeGreaterThan(300);
  });

  it('is given up if the system cannot be asked', () => {
    const start = performance.now();
    const wait = (): void => waitFor(false, () => {});
    expect(wait).toThrow(BackendError);
    expect(performance.now() - start).toBeGreaterThan(100);
    expect(wait).toThrow(
      'Test: worker thread 2 of 2 did not answer for 0.1 s. Retry: a new one will be started',
    );
  });

  it('is not given up before the time limit', () => {
    expect(() => waitFor(false, (look, finish) => void (look === 2 && finish()))).not.toThrow();
  });
});
