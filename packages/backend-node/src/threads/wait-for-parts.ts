import { BackendError } from '@tfjs-stn/core/errors';

import { controlWords } from './control-words.js';
import type { KernelThread } from './kernel-thread.js';

/** Looks at the clock are far apart: who is waited for is nearly done, as all take parts alike. */
const spins = 2000;
const lookEvery = 20;
/**
 * Where the system can't be asked for a thread, it is given up on after this, in milliseconds.
 * Where it can, a thread that lives may take its time: a debugger or the system may have stopped it.
 */
const defaultPatience = 60_000;

type WaitingThread = Pick<KernelThread, 'name' | 'isBusy' | 'hasEnded' | 'isKnown'>;

/** What is waited for. */
export interface PartsWait {
  /** Of what is run, for errors. */
  readonly name: string;
  readonly control: Int32Array;
  readonly parts: number;
  readonly threads: readonly WaitingThread[];
  /** Called whenever a part may have been done, and when all are. */
  look?(): void;
  readonly patience?: number;
}

/**
 * Waits until all parts are done.
 *
 * @throws BackendError if a thread that may hold one has ended
 */
export function waitForParts(wait: PartsWait): void {
  const { control, parts, threads, look, patience = defaultPatience } = wait;
  const isDone = (): boolean => Atomics.load(control, controlWords.done) >= parts;
  for (let spin = 0; spin < spins && !isDone(); spin++);
  const start = performance.now();
  for (;;) {
    const done = Atomics.load(control, controlWords.done);
    look?.();
    if (done >= parts) return;
    Atomics.wait(control, controlWords.done, done, lookEvery);
    const busy = threads.filter((thread) => thread.isBusy());
    const ended = busy.find((thread) => thread.hasEnded());
    // It may have finished between the two looks.
    if (ended && !isDone()) throw died(wait, ended, 'ended in the middle of its work');
    const slow = busy.find((thread) => !thread.isKnown());
    if (slow && performance.now() - start > patience) {
      throw died(wait, slow, `did not answer for ${patience / 1000} s`);
    }
  }
}

function died({ name }: PartsWait, thread: WaitingThread, what: string): BackendError {
  return new BackendError(
    name,
    `every thread must live until its work is done, got ${thread.name}, which ${what}. Call again: a fresh one is started`,
  );
}
