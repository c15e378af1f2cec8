import type { KernelThread } from './kernel-thread.js';

/** Starts threads when they are needed, and replaces those that have ended. */
export interface WorkerStarter {
  /** Those that have been started, in their places. */
  readonly threads: readonly KernelThread[];
  /** Sees to it that there are so many, as far as they can be had. */
  require(count: number): void;
}

/**
 * @param start starts the thread of a place. Where it throws, or its thread never begins, no other
 *   is tried: the work gets done by the threads that there are.
 * @param warn is told why, each time that one is missing
 */
export function startWorkers(
  start: (place: number) => KernelThread,
  warn: (reason: string) => void,
): WorkerStarter {
  const threads: KernelThread[] = [];
  let startFailure: string | undefined;
  const fill = (place: number): void => {
    const former = threads[place];
    if (former !== undefined && !former.hasExited()) return;
    startFailure ??= former?.startFailure();
    if (startFailure !== undefined) return warn(startFailure);
    try {
      threads[place] = start(place);
    } catch (error) {
      startFailure = String(error);
      warn(startFailure);
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
