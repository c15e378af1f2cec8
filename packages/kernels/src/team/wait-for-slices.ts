import { BackendError } from '@tfjs-stn/core/errors';

import { controlWords } from './control-words.js';
import type { KernelThread } from './kernel-thread.js';

/** Checks are far apart: threads finish at about the same time, since all take slices alike. */
const spins = 2000;
const lookEvery = 20;
/**
 * Where the system can't be asked for a thread, it is given up on after this, in milliseconds.
 * Where it can, a thread that lives may take its time: a debugger or the system may have stopped it.
 */
const defaultPatience = 60_000;

type WaitingThread = Pick<KernelThread, 'name' | 'isBusy' | 'hasEnded' | 'isKnown'>;

/** What is waited for. */
export interface SlicesWait {
  /** Of what is run, for errors. */
  readonly name: string;
  readonly control: Int32Array;
  readonly slices: number;
  readonly threads: readonly WaitingThread[];
  readonly patience?: number;
}

/**
 * Waits until all slices are done. The main thread of a page, which must not sleep, spins: the others
 * are on their last slices.
 *
 * @throws BackendError if a thread that may hold one has ended
 */
export function waitForSlices(wait: SlicesWait): void {
  const { control, slices, threads, patience = defaultPatience } = wait;
  const isDone = (): boolean => Atomics.load(control, controlWords.done) >= slices;
  for (let spin = 0; spin < spins && !isDone(); spin++);
  const start = performance.now();
  for (;;) {
    const done = Atomics.load(control, controlWords.done);
    if (done >= slices) return;
    sleep(control, done, isDone);
    const busy = threads.filter((thread) => thread.isBusy());
    const ended = busy.find((thread) => thread.hasEnded());
    // It may have finished between the two looks.
    if (ended && !isDone()) throw died(wait, ended, 'exited while running a kernel');
    const slow = busy.find((thread) => !thread.isKnown());
    if (slow && performance.now() - start > patience) {
      throw died(wait, slow, `did not answer for ${patience / 1000} s`);
    }
  }
}

/** Until another slice is done, or it is time to look at the threads. */
function sleep(control: Int32Array, done: number, isDone: () => boolean): void {
  try {
    Atomics.wait(control, controlWords.done, done, lookEvery);
  } catch {
    // The main thread of a page must not sleep.
    const end = performance.now() + lookEvery;
    while (!isDone() && performance.now() < end);
  }
}

function died({ name }: SlicesWait, thread: WaitingThread, what: string): BackendError {
  return new BackendError(name, `worker ${thread.name} ${what}. Retry: a new one will be started`);
}
