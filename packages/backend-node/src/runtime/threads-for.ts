/** Multiplications that one thread does while others are being woken, roughly. */
const worthAThread = 200_000;

/** How many threads a task is worth, of those that there are. */
export function threadsFor(work: number, threads: number): number {
  return Math.max(1, Math.min(threads, Math.floor(work / worthAThread)));
}
