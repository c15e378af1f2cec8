import { kernelNames } from '@tfjs-stn/kernels';
import type { KernelSlice } from '@tfjs-stn/kernels/tfjs';

/** Replaces the beginning of a slice once it is done; no slice begins there. */
export const sliceDone = 0;

/**
 * A task's slices as int32 words, for threads to read: where each slice begins, then the slices, each
 * its number of calls, and for every call the index of its kernel in `kernelNames` and its address.
 */
export function writePlan(slices: readonly KernelSlice[]): Int32Array {
  const words: number[] = Array.from(slices, () => 0);
  slices.forEach((calls, slice) => {
    words[slice] = words.length;
    words.push(calls.length);
    for (const { kernel, address } of calls) words.push(kernelNames.indexOf(kernel), address);
  });
  // Addresses above 2 GiB become negative, as the kernels take them.
  return Int32Array.from(words, (word) => word | 0);
}
