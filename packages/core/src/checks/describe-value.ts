/** Items of a list that are written out. */
const shown = 8;

/** Any value at all in a few words for an error message; JSON would show NaN as null, or throw. */
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
