import type { KernelCall, KernelJob, Workspace } from '../kernel-memory.js';
import { splitRange, type Range } from '../split-range.js';

/** A kernel that works on every item of a batch by itself. */
export interface ItemKernel extends Omit<KernelJob, 'scratchBytes' | 'plan' | 'finish'> {
  readonly batch: number;
  /** What every part has for itself, a multiple of 16. */
  readonly partBytes: number;
  /** The call for some of the items. */
  call(workspace: Workspace, items: Range, scratch: number): KernelCall;
}

/** So that who is done first can go on with what is left. */
const partsPerThread = 2;

/** Shares the items of a batch out among threads. */
export function itemJob({ batch, partBytes, call, ...job }: ItemKernel): KernelJob {
  const shares = (threads: number): Range[] =>
    splitRange(batch, threads === 1 ? 1 : threads * partsPerThread);
  return {
    ...job,
    scratchBytes: (threads) => shares(threads).length * partBytes,
    plan: (workspace, threads) =>
      shares(threads).map((items, index) => [
        call(workspace, items, workspace.scratch + index * partBytes),
      ]),
  };
}
