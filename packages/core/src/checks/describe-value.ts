import type { Factory } from '../contracts/json.js';

/** Items of a list that are written out. */
const shown = 8;

/** Describes any value in a few words for an error message; JSON would show NaN as null, or throw. */
export function describeValue(value: unknown): string {
  if (!Array.isArray(value)) return describeOne(value);
  const items: readonly unknown[] = value;
  const rest = items.length > shown ? ', …' : '';
  return `[${items.slice(0, shown).map(describeOne).join(', ')}${rest}]`;
}

function describeOne(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/**
 * What stands where a value such as `affine()` belongs: a factory that was not called, a name, or
 * something else; with the remedy.
 *
 * @param createCall makes the value from its name: `createTransform`
 */
export function describeMisplaced(value: unknown, createCall: string): string {
  if (typeof value === 'string') return `the name '${value}'. For names use ${createCall}(name)`;
  if (typeof value !== 'function') return describeValue(value);
  const { factoryName } = value as Partial<Factory<unknown>>;
  return factoryName === undefined
    ? 'a function'
    : `the factory '${factoryName}'. Call it: ${factoryName}()`;
}

/** Longer names are not misspellings, and take long to compare. */
const longestName = 100;

/** `Did you mean 'padding'?` if one of the names is similar. */
export function suggestName(given: string, names: readonly string[]): string | undefined {
  if (given.length > longestName) return undefined;
  const [nearest] = names
    .map((name) => ({ name, edits: distance(given, name) }))
    .sort((one, other) => one.edits - other.edits);
  const isNear = nearest && nearest.edits <= Math.max(2, given.length / 3);
  return isNear ? `Did you mean '${nearest.name}'?` : undefined;
}

/** Levenshtein's: how many letters to insert, delete or replace. A library takes 4 % of core's bundle. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const letter of a) {
    const next = [(row[0] as number) + 1];
    for (let i = 0; i < b.length; i++) {
      const replaced = (row[i] as number) + (letter === b[i] ? 0 : 1);
      next.push(Math.min(replaced, (row[i + 1] as number) + 1, (next[i] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
