import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform, matrixExponential } from '@tfjs-stn/core/homography';
import { linearMatrixFamily } from '@tfjs-stn/core/~internal';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    affineExp: Record<string, never>;
  }
}

/**
 * The exponential of an element of the Lie algebra of affine transformations: every θ is invertible
 * and preserves orientation, and -θ is the inverse of θ.
 *
 * Convention: θ = `[g11 g12 g13 g21 g22 g23]`, row-major. Maps normalised output
 * `(x, y, 1)` to input by `exp [g11 g12 g13; g21 g22 g23; 0 0 0]`; x right, y down. Accurate to
 * float32 up to a norm of θ of about 10, and wrong beyond about 40 (see `matrixExponential`).
 *
 * Source: Skafte Detlefsen, Freifeld and Hauberg, 2018, "Deep Diffeomorphic Transformer Networks".
 */
export const affineExp: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform(
  'affineExp',
  {
    identity: [0, 0, 0, 0, 0, 0],
    matrix: (theta) => matrixExponential(generator(theta)),
  },
);

const generator: (coefficients: Tensor2D) => Tensor3D = /* @__PURE__ */ linearMatrixFamily([
  [1, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 1, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 1, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 1, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 1, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 1, 0, 0, 0],
]);
