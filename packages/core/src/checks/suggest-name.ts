import { closest, distance } from 'fastest-levenshtein';

/** `Did you mean 'padding'?` where one of the names is near enough to be meant. */
export function suggestName(given: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const nearest = closest(given, names);
  const isNear = distance(given, nearest) <= Math.max(2, given.length / 3);
  return isNear ? `Did you mean '${nearest}'?` : undefined;
}
