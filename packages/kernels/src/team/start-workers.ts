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
 *   is tried, and a warning says why: the work gets done by the threads that there are.
 */
export function startWorkers(start: (place: number) => KernelThread): WorkerStarter {
  const threads: KernelThread[] = [];
  let startFailure: string | undefined;
  const fill = (place: number): void => {
    const former = threads[place];
    if (former !== undefined && !former.hasExited()) return;
    startFailure ??= former?.startFailure();
    if (startFailure !== undefined) return warnOfStartFailure(startFailure);
    try {
      threads[place] = start(place);
    } catch (error) {
      startFailure = String(error);
      warnOfStartFailure(startFailure);
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

const told = /* @__PURE__ */ new Set<string>();

/** Warns once for each reason that threads do not start: results are correct, but slower. */
function warnOfStartFailure(reason: string): void {
  if (told.has(reason)) return;
  told.add(reason);
  process.emitWarning(
    `registerNodeKernels: could not start worker threads (${reason}); continuing with fewer. Pass { threads: 1 } to silence this warning`,
    { code: 'TFJS_STN_NO_THREADS' },
  );
}
