/** A 2×2 matrix, row-major. */
export type Matrix2 = readonly [number, number, number, number];

/** The angle of the rotation nearest to a 2×2 matrix, in degrees in (-180, 180]. */
export function rotationAngle([a, b, c, d]: Matrix2): number {
  return (Math.atan2(c - b, a + d) * 180) / Math.PI;
}

/** The product of two 2×2 matrices. */
export function multiply2([a, b, c, d]: Matrix2, [e, f, g, h]: Matrix2): Matrix2 {
  return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
}
