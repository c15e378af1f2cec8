/** A kernel as a thread calls it. */
export type PlannedKernel = (call: number) => void;

/**
 * Makes the calls of a slice as a plan has them, and marks it as done, see write-plan.ts.
 *
 * Its source text is all that a thread is given, so it must not use anything but its parameters and
 * what JavaScript has.
 *
 * @param kernels by their numbers in the plan
 */
export function runPlannedSlice(
  plan: Int32Array,
  slice: number,
  kernels: readonly (PlannedKernel | undefined)[],
): void {
  let at = plan[slice] as number;
  for (let calls = plan[at++] as number; calls > 0; calls--) {
    const kernel = plan[at++] as number;
    kernels[kernel]?.(plan[at++] as number);
  }
  Atomics.store(plan, slice, 0); // sliceDone
}
