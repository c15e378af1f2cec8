/** Divides the addresses of a memory. */
export interface Allocator {
  /** Bytes that are taken. */
  readonly used: number;
  /**
   * Takes the lowest free addresses that have room for so many bytes and 64 more, which kernels may
   * read and write behind a tensor. They begin at a multiple of 64.
   *
   * @returns undefined where there is no such room
   */
  take(bytes: number): number | undefined;
  /** Gives back what `take` returned. */
  give(address: number): void;
}

/** Where TensorFlow reads and writes without a copy; also a cache line. */
const alignment = 64;

interface Gap {
  begin: number;
  end: number;
}

/** What an allocation takes in all. */
export function allocatedBytes(bytes: number): number {
  return (Math.ceil(bytes / alignment) + 1) * alignment;
}

/** An allocator of the addresses below `end`. No address is 0. */
export function createAllocator(end: number): Allocator {
  /** By address, and never next to each other. */
  const gaps: Gap[] = [{ begin: alignment, end }];
  const taken = new Map<number, number>();
  let used = 0;
  return {
    get used() {
      return used;
    },
    take(bytes) {
      const size = allocatedBytes(bytes);
      const index = gaps.findIndex((gap) => gap.end - gap.begin >= size);
      const gap = gaps[index];
      if (gap === undefined) return undefined;
      const address = gap.begin;
      gap.begin += size;
      if (gap.begin === gap.end) gaps.splice(index, 1);
      taken.set(address, size);
      used += size;
      return address;
    },
    give(address) {
      const size = taken.get(address) as number;
      taken.delete(address);
      used -= size;
      addGap(gaps, { begin: address, end: address + size });
    },
  };
}

function addGap(gaps: Gap[], { begin, end }: Gap): void {
  let [low, high] = [0, gaps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle] as Gap).begin < begin) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [gaps[low - 1], gaps[low]];
  const first = before?.end === begin ? low - 1 : low;
  const last = after?.begin === end ? low + 1 : low;
  const gap = {
    begin: first < low ? (before as Gap).begin : begin,
    end: last > low ? (after as Gap).end : end,
  };
  gaps.splice(first, last - first, gap);
}
