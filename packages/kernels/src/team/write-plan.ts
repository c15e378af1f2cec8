import { kernelNames } from '../abi.generated.js';
import type { KernelSlice } from '../tfjs/kernel-runner.js';

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

/** Bytes of a plan. */
export function planBytes(slices: readonly KernelSlice[]): number {
  return slices.reduce((bytes, calls) => bytes + 8 + 8 * calls.length, 0);
}
