import type { KernelPart } from '@tfjs-stn/kernels/tfjs';

/** What stands in the place of a part's beginning once it is done; no part begins there. */
export const partDone = 0;

/**
 * A job's parts as int32 words, for threads to read: where each part begins, then the parts, each
 * its number of calls and for every call its kernel, its number of arguments and these.
 *
 * @param kernelNames kernels by their numbers; number 0 is `'clear'`
 */
export function writePlan(
  parts: readonly KernelPart[],
  kernelNames: readonly string[],
): Int32Array {
  const numbers = new Map(kernelNames.map((name, number) => [name, number]));
  const words: number[] = Array.from(parts, () => 0);
  parts.forEach((calls, part) => {
    words[part] = words.length;
    words.push(calls.length);
    for (const { kernel, arguments: values } of calls) {
      words.push(numbers.get(kernel) as number, values.length, ...values);
    }
  });
  // Addresses above 2 GiB become negative, as the kernels take them.
  return Int32Array.from(words, (word) => word | 0);
}
