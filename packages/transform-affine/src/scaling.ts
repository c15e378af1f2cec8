import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';
import { linearMatrixFamily } from '@tfjs-stn/core/~internal';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    scaling: Record<string, never>;
  }
}

/**
 * Scaling about the centre, with a factor per axis.
 *
 * Convention: θ = `[sx sy]`. Maps normalised output `(x, y)` to input `(sx · x, sy · y)`; x right, y
 * down. A factor above 1 shrinks the content and a negative one mirrors it. With 0 the output shows
 * a single line of the input, and there is no inverse.
 */
export const scaling: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform('scaling', {
  identity: [1, 1],
  matrix: /* @__PURE__ */ linearMatrixFamily(
    [
      [1, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1, 0, 0, 0, 0],
    ],
    [0, 0, 0, 0, 0, 0, 0, 0, 1],
  ),
});
