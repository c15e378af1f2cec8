/** A 2×2 matrix, row-major. */
export type Matrix2 = readonly [number, number, number, number];

/** The product of two 2×2 matrices: `second` is applied first. */
export function multiply2([a, b, c, d]: Matrix2, second: Matrix2): Matrix2 {
  const [e, f, g, h] = second;
  return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
}
