import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform, matrixExponential } from '@tfjs-stn/core/homography';
import { linearMatrixFamily } from '@tfjs-stn/core/~internal';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    homographyExp: Record<string, never>;
  }
}

/**
 * The exponential of an element of the Lie algebra sl(3): every θ is an invertible homography with
 * determinant 1, and -θ is the inverse of θ.
 *
 * Convention: θ = `[g11 g12 g13 g21 g22 g23 g31 g32]`, row-major, and g33 = -(g11 + g22), so that the
 * trace is 0. Maps normalised output `(x, y, 1)` to homogeneous input coordinates by exp(g); x right,
 * y down. Points whose third coordinate is not positive are behind the horizon: they sample as padding
 * with gradient 0. Accurate to float32 up to a norm of g of about 10, and wrong beyond about 40 (see
 * `matrixExponential`).
 *
 * Source: Benhimane and Malis, 2007, "Homography-based 2D visual tracking and servoing".
 */
export const homographyExp: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform(
  'homographyExp',
  {
    identity: [0, 0, 0, 0, 0, 0, 0, 0],
    matrix: (theta) => matrixExponential(generator(theta)),
  },
);

const generator: (coefficients: Tensor2D) => Tensor3D = /* @__PURE__ */ linearMatrixFamily([
  [1, 0, 0, 0, 0, 0, 0, 0, -1],
  [0, 1, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 1, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 1, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 1, 0, 0, 0, -1],
  [0, 0, 0, 0, 0, 1, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 1, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 1, 0],
]);
