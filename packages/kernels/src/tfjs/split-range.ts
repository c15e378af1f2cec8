/** A half-open range of whole numbers. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

/** Divides `[0, length)` into at most `count` ranges whose lengths differ by at most 1; none is empty. */
export function splitRange(length: number, parts: number): Range[] {
  const count = Math.max(0, Math.min(length, Math.floor(parts)));
  const ranges: Range[] = [];
  // Every kernel call runs this several times, and Array.from would take most of the time.
  for (let index = 0; index < count; index++) {
    const begin = Math.floor((length * index) / count);
    ranges.push({ begin, end: Math.floor((length * (index + 1)) / count) });
  }
  return ranges;
}
