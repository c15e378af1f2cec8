/** A half-open range of whole numbers. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

/** Divides `[0, length)` into so many ranges, or fewer, that differ by 1 at most; none is empty. */
export function splitRange(length: number, parts: number): Range[] {
  const count = Math.max(0, Math.min(length, Math.floor(parts)));
  const ranges: Range[] = [];
  // Every call of a kernel comes by here several times, and Array.from takes longer than the rest.
  for (let index = 0; index < count; index++) {
    const begin = Math.floor((length * index) / count);
    ranges.push({ begin, end: Math.floor((length * (index + 1)) / count) });
  }
  return ranges;
}
