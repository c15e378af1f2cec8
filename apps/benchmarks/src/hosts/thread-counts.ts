/** The numbers of threads that are measured: one, and all that there are. */
export function threadCounts(cores: number): number[] {
  return cores > 1 ? [1, cores] : [1];
}

/** `1 thread`, `2 threads` */
export function threadsName(threads: number): string {
  return `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
