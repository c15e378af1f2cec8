import { convCall } from '../../abi.generated.js';
import type { KernelName } from '../../abi.js';
import { callBytes, writeCall, type CallValues } from '../../write-call.js';
import type { KernelTask, Workspace } from '../kernel-runner.js';
import { splitRange, type Range } from '../split-range.js';

/** A convolution gradient that sums over the items of a batch. */
export interface SummedTask extends Omit<KernelTask, 'plan'> {
  readonly groups: readonly Range[];
  readonly kernel: KernelName;
  /** Bytes of scratch per group, without its sum; a multiple of 16. */
  readonly groupBytes: number;
  /** The call that writes the sum of a group's items to `output`. */
  values(
    workspace: Workspace,
    items: Range,
    output: number,
    scratch: number,
  ): CallValues<typeof convCall>;
}

const mostGroups = 8;
/** Bytes that the sums of all groups may take. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Divides the items of a batch into groups that are summed separately. Groups depend on shapes only,
 * never on threads, because the order of float32 sums decides their bits.
 *
 * @param size floats in a sum
 */
export function sumGroups(batch: number, size: number): Range[] {
  const groups = Math.min(mostGroups, Math.max(1, Math.floor(mostBytes / (4 * size))));
  return batch === 0 ? [{ begin: 0, end: 0 }] : splitRange(batch, groups);
}

/** Divides groups among threads, and adds their sums in order. */
export function summedTask({
  groups,
  kernel,
  groupBytes,
  values,
  ...task
}: SummedTask): KernelTask {
  const size = task.outputShape.reduce((product, length) => product * length, 1);
  const sumBytes = Math.ceil(size / 4) * 16;
  const stride = sumBytes + callBytes(convCall) + groupBytes;
  const plan: ReturnType<KernelTask['plan']> = {
    scratchBytes: groups.length * stride,
    encode: (workspace) =>
      groups.map((items, index) => {
        const sum = workspace.scratch + index * stride;
        // The other groups are added to the first group's sum.
        const output = index === 0 ? workspace.output : sum;
        const address = sum + sumBytes;
        const scratch = address + callBytes(convCall);
        writeCall(workspace.buffer, address, convCall, values(workspace, items, output, scratch));
        return [{ kernel, address }];
      }),
    finish({ buffer, output, scratch }) {
      const total = new Float32Array(buffer, output, size);
      for (let group = 1; group < groups.length; group++) {
        const sum = new Float32Array(buffer, scratch + group * stride, size);
        for (let i = 0; i < size; i++) total[i] = (total[i] as number) + (sum[i] as number);
      }
    },
  };
  return { ...task, plan: () => plan };
}
