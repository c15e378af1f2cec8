import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform, matrixCombination } from '@tfjs-stn/core/homography';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    scaling: Record<string, never>;
  }
}

/**
 * A scale for each axis, about the centre.
 *
 * Convention: θ = `[sx sy]`. Normalised output `(x, y)` goes to input `(sx · x, sy · y)`; x right, y
 * down. More than 1 shrinks the content, less than 0 mirrors it, and 0 spreads one line of the input
 * over the output, without an inverse.
 */
export const scaling: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform('scaling', {
  identity: [1, 1],
  matrix: /* @__PURE__ */ matrixCombination(
    [
      [1, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1, 0, 0, 0, 0],
    ],
    [0, 0, 0, 0, 0, 0, 0, 0, 1],
  ),
});
