/** The largest magnitude, what a sum of terms that cancel is judged by; at least 1. */
export function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 1);
}
