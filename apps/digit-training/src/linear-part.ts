import type { Matrix2 } from './matrix2.js';

/** What an affine θ, six numbers, row-major, does besides shifting: its 2×2 matrix. */
export function linearPart(theta: ArrayLike<number>): Matrix2 {
  const at = (index: number): number => theta[index] as number;
  return [at(0), at(1), at(3), at(4)];
}
