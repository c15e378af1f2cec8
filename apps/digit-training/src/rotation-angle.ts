import { tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import { generateGrid } from '@tfjs-stn/core';
import type { SpatialTransformerLayer } from '@tfjs-stn/layers';

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

/**
 * The Jacobian at the centre of each image of what a transformer predicts, up to scale, for any kind
 * of transform.
 */
export function centreJacobians(transformer: SpatialTransformerLayer, images: Tensor4D): Matrix2[] {
  const points = tidy(() => {
    const theta = transformer.localise(images);
    return generateGrid(transformer.transform, theta, {
      outputSize: [3, 3],
    }).dataSync<'float32'>();
  });
  return Array.from({ length: points.length / 18 }, (_, item) => {
    const at = (index: number): number => points[18 * item + index] as number;
    // Pixels 5 and 3 are right and left of the centre, 7 and 1 below and above.
    return [at(10) - at(6), at(14) - at(2), at(11) - at(7), at(15) - at(3)];
  });
}
