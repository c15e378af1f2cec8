/** A 2×2 matrix, row-major. */
export type Matrix2 = readonly [number, number, number, number];

/** The product of two 2×2 matrices: `second` is applied first. */
export function multiply2([a, b, c, d]: Matrix2, second: Matrix2): Matrix2 {
  const [e, f, g, h] = second;
  return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
}

/** The 2×2 matrix of an affine θ, which is six numbers, row-major. */
export function linearPart(theta: ArrayLike<number>): Matrix2 {
  const at = (index: number): number => theta[index] as number;
  return [at(0), at(1), at(3), at(4)];
}

/**
 * The angle of the rotation nearest to a 2×2 matrix, in degrees in (-180, 180], clockwise where y
 * points down.
 *
 * An affine θ maps the distorted image back to the digit, so the θ of a digit turned clockwise turns
 * counter-clockwise.
 */
export function rotationAngle([a, b, c, d]: Matrix2): number {
  return (Math.atan2(c - b, a + d) * 180) / Math.PI;
}
