import { BackendError } from '@tfjs-stn/core/errors';

import { controlWords } from './control-words.js';
import type { KernelThread } from './kernel-thread.js';

/** Looks at the clock are far apart: who is waited for is nearly done, as all take parts alike. */
const spins = 2000;
const lookEvery = 20;
/** Where the system can't be asked for a thread, it is given up on after this, in milliseconds. */
const patience = 60_000;

/**
 * Waits until all parts are done.
 *
 * @throws BackendError if a thread that may hold one has ended
 */
export function waitForParts(
  name: string,
  control: Int32Array,
  parts: number,
  threads: readonly KernelThread[],
): void {
  const isDone = (): boolean => Atomics.load(control, controlWords.done) >= parts;
  for (let spin = 0; spin < spins; spin++) if (isDone()) return;
  const start = performance.now();
  for (;;) {
    const done = Atomics.load(control, controlWords.done);
    if (done >= parts) return;
    Atomics.wait(control, controlWords.done, done, lookEvery);
    const busy = threads.filter((thread) => thread.isBusy());
    const ended = busy.find((thread) => thread.hasEnded());
    // It may have finished between the two looks.
    if (ended && !isDone()) throw died(name, ended, 'ended in the middle of its work');
    const [slow] = busy;
    if (slow && performance.now() - start > patience) {
      throw died(name, slow, `did not answer for ${patience / 1000} s`);
    }
  }
}

function died(name: string, thread: KernelThread, what: string): BackendError {
  return new BackendError(
    name,
    `every thread must live until its work is done, got ${thread.name}, which ${what}. Call again: a fresh one is started`,
  );
}
