import type { KernelName } from '../../abi.js';
import { callBytes, writeCall, type CallLayout, type CallValues } from '../../write-call.js';
import type { KernelTask, Workspace } from '../kernel-runner.js';
import { splitRange, type Range } from '../split-range.js';

/** A kernel that works on every item of a batch separately. */
export interface ItemTask<Layout extends CallLayout> extends Omit<KernelTask, 'plan'> {
  readonly batch: number;
  readonly kernel: KernelName;
  readonly layout: Layout;
  /** Bytes of scratch per slice, a multiple of 16. */
  readonly sliceBytes: number;
  /** The arguments of the kernel for some of the items. */
  values(workspace: Workspace, items: Range, scratch: number): CallValues<Layout>;
}

/** More slices than threads, so that a thread that finishes early takes another. */
const slicesPerThread = 2;

/** Divides the items of a batch among threads. */
export function itemTask<Layout extends CallLayout>({
  batch,
  kernel,
  layout,
  sliceBytes,
  values,
  ...task
}: ItemTask<Layout>): KernelTask {
  const stride = callBytes(layout) + sliceBytes;
  return {
    ...task,
    plan(threads) {
      const slices = splitRange(batch, threads === 1 ? 1 : threads * slicesPerThread);
      return {
        scratchBytes: slices.length * stride,
        encode: (workspace) =>
          slices.map((items, index) => {
            const address = workspace.scratch + index * stride;
            const scratch = address + callBytes(layout);
            writeCall(workspace.buffer, address, layout, values(workspace, items, scratch));
            return [{ kernel, address }];
          }),
      };
    },
  };
}
