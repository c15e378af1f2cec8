import type { Matrix2 } from './matrix2.js';

/**
 * The angle by which a 2×2 matrix turns, in degrees in (-180, 180], clockwise where y points down:
 * that of the rotation nearest to it.
 *
 * An affine θ leads from the distorted image back to the digit: that of a digit turned clockwise
 * turns the other way.
 */
export function rotationAngle([a, b, c, d]: Matrix2): number {
  return (Math.atan2(c - b, a + d) * 180) / Math.PI;
}
