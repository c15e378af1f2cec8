/** Σ weights · values, in float64. */
export function weightedSum(weights: ArrayLike<number>, values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value, index) => sum + (weights[index] ?? 0) * value, 0);
}
