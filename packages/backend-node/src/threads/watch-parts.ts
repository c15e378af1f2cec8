import { partDone } from './write-plan.js';

/**
 * Looks which parts of a plan have been done since the last look.
 *
 * @returns looks, and tells `onDone` of each part once
 */
export function watchParts(
  plan: Int32Array,
  parts: number,
  onDone: ((part: number) => void) | undefined,
): () => void {
  if (onDone === undefined) return () => {};
  // Parts are taken from the last on.
  const open = Array.from({ length: parts }, (_, index) => parts - 1 - index);
  return () => {
    for (let at = 0; at < open.length;) {
      const part = open[at] as number;
      if (Atomics.load(plan, part) !== partDone) at++;
      else {
        open.splice(at, 1);
        onDone(part);
      }
    }
  };
}
