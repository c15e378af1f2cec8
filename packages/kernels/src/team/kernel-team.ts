import { runSlice } from '../tfjs/run-plan.js';
import { startPool, type PoolRun, type PoolSettings, type WorkerPool } from './worker-pool.js';

/** The calling thread, and a pool of others once a task is worth it. */
export interface KernelTeam {
  /** With the calling thread. */
  readonly threads: number;
  /** Whether a kernel has failed, and others may still be running. */
  readonly isBroken: boolean;
  /**
   * Runs slices of a task on that many threads at most.
   *
   * @returns whether all of them were there
   */
  runSlices(run: PoolRun): boolean;
  /** Lets the threads end. One that may still be running a kernel is ended. */
  close(): void;
}

/** A team without threads as yet. */
export function kernelTeam(settings: PoolSettings): KernelTeam {
  const { threads, kernels } = settings;
  let pool: WorkerPool | undefined;
  let isBroken = false;
  return {
    threads,
    get isBroken() {
      return isBroken;
    },
    runSlices(run) {
      isBroken = true;
      let isComplete = true;
      if (Math.min(threads, run.threads, run.slices.length) < 2) {
        for (const slice of run.slices) runSlice(kernels, slice);
      } else {
        pool ??= startPool(settings);
        isComplete = pool.run(run);
      }
      isBroken = false;
      return isComplete;
    },
    close: () => (isBroken ? pool?.terminate() : pool?.close()),
  };
}
