import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';
import { concat, reshape, tensor2d, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    affine: Record<string, never>;
  }
}

/**
 * The affine transformation with all six parameters (Jaderberg et al., 2015, eq. 1).
 *
 * Convention: θ = `[a11 a12 tx a21 a22 ty]`, row-major, maps normalised output `(x, y, 1)` to
 * input `(x, y)`; x right, y down; translations in half image widths and heights.
 */
export const affine: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform('affine', {
  identity: [1, 0, 0, 0, 1, 0],
  matrix: homogeneous,
});

/** `[batch, 6]` with the last row 0 0 1 below: `[batch, 3, 3]`. */
function homogeneous(theta: Tensor2D): Tensor3D {
  const batch = theta.shape[0];
  // Written out here, since a tiled row takes longer on every backend.
  const lastRows = Float32Array.from({ length: batch * 3 }, (_, i) => (i % 3 === 2 ? 1 : 0));
  return reshape(concat([theta, tensor2d(lastRows, [batch, 3])], 1), [batch, 3, 3]);
}
