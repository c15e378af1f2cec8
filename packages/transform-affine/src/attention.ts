import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform, matrixCombination } from '@tfjs-stn/core/homography';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    attention: Record<string, never>;
  }
}

/**
 * Attention: a crop of the input, of any size and place but of its proportions (Jaderberg et al.,
 * 2015, eq. 2).
 *
 * Convention: θ = `[s tx ty]`. Normalised output `(x, y)` goes to input `(s · x + tx, s · y + ty)`; x
 * right, y down. The crop is s times as wide and high as the input, and (tx, ty) its centre in
 * half image widths and heights. A negative s turns it by half a turn, and s = 0 spreads one point
 * of the input over the output, without an inverse.
 */
export const attention: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform(
  'attention',
  {
    identity: [1, 0, 0],
    matrix: /* @__PURE__ */ matrixCombination(
      [
        [1, 0, 0, 0, 1, 0, 0, 0, 0],
        [0, 0, 1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 0, 0, 0],
      ],
      [0, 0, 0, 0, 0, 0, 0, 0, 1],
    ),
  },
);
