import type { KernelCall, KernelJob, Workspace } from '../kernel-memory.js';
import { splitRange, type Range } from '../split-range.js';

/** A kernel that sums over the items of a batch. */
export interface SumKernel extends Omit<KernelJob, 'scratchBytes' | 'plan' | 'finish'> {
  readonly groups: readonly Range[];
  /** What every group has for itself besides its sum, a multiple of 16. */
  readonly groupBytes: number;
  /** The call that writes the sum of a group's items to `output`. */
  call(workspace: Workspace, items: Range, output: number, scratch: number): KernelCall;
}

const mostGroups = 8;
/** Bytes that the sums of all groups may take. */
const mostBytes = 16 * 1024 * 1024;

/**
 * The items of a batch in groups that are summed for themselves. They depend on shapes alone, never
 * on threads, for float32 sums in another order have other bits.
 *
 * @param size floats in a sum
 */
export function sumGroups(batch: number, size: number): Range[] {
  const groups = Math.min(mostGroups, Math.max(1, Math.floor(mostBytes / (4 * size))));
  return batch === 0 ? [{ begin: 0, end: 0 }] : splitRange(batch, groups);
}

/** Shares groups out among threads, and adds their sums up in order. */
export function summedJob({ groups, groupBytes, call, ...job }: SumKernel): KernelJob {
  const size = job.outputShape.reduce((product, length) => product * length, 1);
  const sumBytes = Math.ceil(size / 4) * 16;
  const stride = sumBytes + groupBytes;
  return {
    ...job,
    scratchBytes: () => groups.length * stride,
    plan: (workspace) =>
      groups.map((items, index) => {
        const sum = workspace.scratch + index * stride;
        // The first group's sum is where the others are added to.
        const output = index === 0 ? workspace.output : sum;
        return [call(workspace, items, output, sum + sumBytes)];
      }),
    finish({ buffer, output, scratch }) {
      const total = new Float32Array(buffer, output, size);
      for (let group = 1; group < groups.length; group++) {
        const sum = new Float32Array(buffer, scratch + group * stride, size);
        for (let i = 0; i < size; i++) total[i] = (total[i] as number) + (sum[i] as number);
      }
    },
  };
}
