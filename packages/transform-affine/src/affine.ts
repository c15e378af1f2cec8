import { defineTransform, type TransformFactory } from '@tfjs-stn/core';
import { concat, reshape, tensor, tidy, tile, type Tensor3D } from '@tensorflow/tfjs-core';

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
export const affine: TransformFactory<[]> = /* @__PURE__ */ defineTransform('affine', () => ({
  paramCount: 6,
  identity: [1, 0, 0, 0, 1, 0],
  field: (theta, outputSize, alignCorners) => ({
    kind: 'homography',
    matrix: tidy(() => {
      const batch = theta.shape[0];
      const lastRow = tile(tensor([0, 0, 1], [1, 1, 3]), [batch, 1, 1]);
      return concat([reshape(theta, [batch, 2, 3]), lastRow], 1) as Tensor3D;
    }),
    outputSize,
    alignCorners,
  }),
}));
