/**
 * The numbers of threads that are measured: powers of two below what there is, and all of it; two at
 * least, for what they gain is to be seen.
 */
export function threadCounts(cores: number): number[] {
  const counts = [1];
  while (2 * (counts.at(-1) ?? 1) < cores) counts.push(2 * (counts.at(-1) ?? 1));
  return [...counts, Math.max(2, cores)];
}

/** `1 thread`, `2 threads` */
export function threadsName(threads: number): string {
  return `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
