import { closest, distance } from 'fastest-levenshtein';

/** Longer ones are no misspelling, and take long to compare. */
const longestName = 100;

/** `Did you mean 'padding'?` where one of the names is near enough to be meant. */
export function suggestName(given: string, names: readonly string[]): string | undefined {
  if (names.length === 0 || given.length > longestName) return undefined;
  const nearest = closest(given, names);
  const isNear = distance(given, nearest) <= Math.max(2, given.length / 3);
  return isNear ? `Did you mean '${nearest}'?` : undefined;
}
