import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';
import { linearMatrixFamily } from '@tfjs-stn/core/~internal';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    attention: Record<string, never>;
  }
}

/**
 * Attention: crops the input at any size and position, with its aspect ratio.
 *
 * Convention: θ = `[s tx ty]`. Maps normalised output `(x, y)` to input `(s · x + tx, s · y + ty)`; x
 * right, y down. The crop is s times as wide and high as the input, and (tx, ty) is its centre in
 * half image widths and heights. A negative s rotates by 180°. With s = 0 the output shows a single
 * point of the input, and there is no inverse.
 *
 * Source: Jaderberg et al., 2015, eq. 2.
 */
export const attention: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform(
  'attention',
  {
    identity: [1, 0, 0],
    matrix: /* @__PURE__ */ linearMatrixFamily(
      [
        [1, 0, 0, 0, 1, 0, 0, 0, 0],
        [0, 0, 1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 0, 0, 0],
      ],
      [0, 0, 0, 0, 0, 0, 0, 0, 1],
    ),
  },
);
