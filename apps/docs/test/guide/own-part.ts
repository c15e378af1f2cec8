/** The part of task `index` of `count`, which are as large as each other. */
export function ownPart<Item>(items: readonly Item[], index: number, count: number): Item[] {
  if (!Number.isInteger(index) || !(index >= 0 && index < count)) {
    throw new Error(`ownPart: index must be a whole number from 0 to ${count - 1}, got ${index}`);
  }
  return items.filter((_, position) => position % count === index);
}
