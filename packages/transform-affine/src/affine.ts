import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';
import { matrixFromEntries } from '@tfjs-stn/core/~internal';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    affine: Record<string, never>;
  }
}

/**
 * The affine transformation with all six parameters.
 *
 * Convention: θ = `[a11 a12 tx a21 a22 ty]`, row-major, maps normalised output `(x, y, 1)` to
 * input `(x, y)`; x right, y down; translations in half image widths and heights.
 *
 * Source: Jaderberg et al., 2015, eq. 1.
 */
export const affine: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform('affine', {
  identity: [1, 0, 0, 0, 1, 0],
  matrix: matrixFromEntries,
});
