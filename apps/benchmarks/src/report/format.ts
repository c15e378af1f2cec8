/** Milliseconds with as many digits as mean something. */
export function milliseconds(value: number): string {
  return significant(value);
}

/** How many times something: `0.183×`. */
export function times(ratio: number): string {
  return `${significant(ratio)}×`;
}

/** Bytes for people: `3.0 MB`. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  const digits = power === 0 ? 0 : 1;
  return `${(value / 1000 ** power).toFixed(digits)} ${units[power]}`;
}

/** Three significant digits, never in powers of ten. */
function significant(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  const digits = value === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(5, Math.max(0, digits)));
}
