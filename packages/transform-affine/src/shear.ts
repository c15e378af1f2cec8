import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';
import { linearMatrixFamily } from '@tfjs-stn/core/~internal';
import { concat, mul, split, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    shear: Record<string, never>;
  }
}

/**
 * Shear along x, then along y: preserves areas, and every θ is invertible.
 *
 * Convention: θ = `[kx ky]`, the tangents of the angles. Maps normalised output `(x, y)` to input
 * `(x', y + ky · x')` with `x' = x + kx · y`, by the matrix `[1 kx; ky 1 + kx · ky]` with
 * determinant 1; x right, y down.
 */
export const shear: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform('shear', {
  identity: [0, 0],
  matrix: (theta) => {
    const [kx, ky] = split<Tensor2D>(theta, 2, 1) as [Tensor2D, Tensor2D];
    return fromShears(concat<Tensor2D>([theta, mul(kx, ky)], 1));
  },
});

const fromShears: (coefficients: Tensor2D) => Tensor3D = /* @__PURE__ */ linearMatrixFamily(
  [
    [0, 1, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 1, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 1, 0, 0, 0, 0],
  ],
  [1, 0, 0, 0, 1, 0, 0, 0, 1],
);
