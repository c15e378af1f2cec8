/** A half-open range of whole numbers. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

/** Divides `[0, length)` into so many ranges, or fewer, that differ by 1 at most; none is empty. */
export function splitRange(length: number, parts: number): Range[] {
  const count = Math.max(0, Math.min(length, Math.floor(parts)));
  return Array.from({ length: count }, (_, index) => ({
    begin: Math.floor((length * index) / count),
    end: Math.floor((length * (index + 1)) / count),
  }));
}
