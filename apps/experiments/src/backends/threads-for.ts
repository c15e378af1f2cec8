import { availableParallelism } from 'node:os';

/**
 * Threads for the kernels of one job, so that jobs that run side by side share the cores.
 *
 * @param jobs that run at the same time
 */
export function threadsFor(jobs: number, cores: number = availableParallelism()): number {
  return Math.max(1, Math.floor(cores / jobs));
}
