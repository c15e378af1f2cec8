import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';
import { linearMatrixFamily } from '@tfjs-stn/core/~internal';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    translation: Record<string, never>;
  }
}

/**
 * Translation.
 *
 * Convention: θ = `[tx ty]`, in half image widths and heights. Maps normalised output `(x, y)` to
 * input `(x + tx, y + ty)`; x right, y down, so a positive tx moves the content to the left.
 */
export const translation: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform(
  'translation',
  {
    identity: [0, 0],
    matrix: /* @__PURE__ */ linearMatrixFamily(
      [
        [0, 0, 1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 0, 0, 0],
      ],
      [1, 0, 0, 0, 1, 0, 0, 0, 1],
    ),
  },
);
