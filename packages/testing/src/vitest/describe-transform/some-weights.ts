import { seededRandom } from '../../cases/seeded-random.js';

/** Weights in [-1, 1), the same for the same seed. */
export function someWeights(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => 2 * random() - 1);
}
