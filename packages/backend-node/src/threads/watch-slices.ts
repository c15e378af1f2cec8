import { sliceDone } from './write-plan.js';

/**
 * Looks which slices of a plan have been done since the last look.
 *
 * @returns looks, and tells `onDone` of each slice once
 */
export function watchSlices(
  plan: Int32Array,
  slices: number,
  onDone: ((slice: number) => void) | undefined,
): () => void {
  if (onDone === undefined) return () => {};
  // Parts are taken from the last on.
  const open = Array.from({ length: slices }, (_, index) => slices - 1 - index);
  return () => {
    for (let at = 0; at < open.length;) {
      const slice = open[at] as number;
      if (Atomics.load(plan, slice) !== sliceDone) at++;
      else {
        open.splice(at, 1);
        onDone(slice);
      }
    }
  };
}
