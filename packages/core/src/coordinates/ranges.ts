/** Whole numbers from `begin` on, without `end`. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

/** Divides 0 to `length` into ranges of a length each; the last may be shorter. */
export function ranges(length: number, each: number): Range[] {
  return Array.from({ length: Math.ceil(length / each) }, (_, index) => ({
    begin: index * each,
    end: Math.min((index + 1) * each, length),
  }));
}
