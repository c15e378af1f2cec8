/** A kernel as a thread calls it. */
export type PlannedKernel = (...values: number[]) => void;

/**
 * Makes the calls of a part as a plan has them, and marks it as done, see write-plan.ts.
 *
 * Its source text is all that a thread is given, so it must not use anything but its parameters and
 * what JavaScript has.
 *
 * @param kernels by their numbers in the plan; number 0 is not one, but to clear memory
 */
export function runPlannedPart(
  buffer: ArrayBufferLike,
  plan: Int32Array,
  part: number,
  kernels: readonly (PlannedKernel | undefined)[],
): void {
  let at = plan[part] as number;
  for (let calls = plan[at++] as number; calls > 0; calls--) {
    const kernel = plan[at++] as number;
    const count = plan[at++] as number;
    const values = Array.from(plan.subarray(at, at + count));
    at += count;
    const [address = 0, bytes = 0] = values;
    if (kernel === 0) new Uint8Array(buffer, address >>> 0, bytes >>> 0).fill(0);
    else kernels[kernel]?.(...values);
  }
  Atomics.store(plan, part, 0); // partDone
}
