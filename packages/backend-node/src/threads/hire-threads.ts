import type { KernelThread } from './kernel-thread.js';
import { warnOfRefusal } from './warn-of-refusal.js';

/** Starts threads when they are needed, and those that have ended anew. */
export interface ThreadHire {
  /** Those that have been started, in their places. */
  readonly threads: readonly KernelThread[];
  /** Sees to it that there are so many, as far as they can be had. */
  require(count: number): void;
}

/**
 * @param start starts the thread of a place. Where it throws, or its thread never begins, no other
 *   is tried, and a warning says why: the work gets done by the threads that there are.
 */
export function hireThreads(start: (place: number) => KernelThread): ThreadHire {
  const threads: KernelThread[] = [];
  let refusal: string | undefined;
  const fill = (place: number): void => {
    const former = threads[place];
    if (former !== undefined && !former.hasExited()) return;
    refusal ??= former?.refusal();
    if (refusal !== undefined) return warnOfRefusal(refusal);
    try {
      threads[place] = start(place);
    } catch (error) {
      refusal = String(error);
      warnOfRefusal(refusal);
    }
  };
  return {
    threads,
    require(count) {
      // Places are filled in order: none is left out before one that is taken.
      for (let place = 0; place < Math.min(count, threads.length + 1); place++) fill(place);
    },
  };
}
