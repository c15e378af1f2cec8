import { seededRandom } from '../../cases/seeded-random.js';

/** Weights in [-1, 1), the same for the same seed. */
export function someWeights(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => 2 * random() - 1);
}

/** Σ weights · values, in float64. */
export function weightedSum(weights: ArrayLike<number>, values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value, index) => sum + (weights[index] ?? 0) * value, 0);
}

/** The rows of a point that was written out row by row. */
export function rowsOf(point: ArrayLike<number>, width: number): number[][] {
  const numbers = Array.from(point);
  return Array.from({ length: numbers.length / width }, (_, row) =>
    numbers.slice(row * width, (row + 1) * width),
  );
}

/** The largest magnitude, what a sum of terms that cancel is judged by; at least 1. */
export function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 1);
}
