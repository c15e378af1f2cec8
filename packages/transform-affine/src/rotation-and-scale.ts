import { linearMatrixFamily } from '@tfjs-stn/core/~internal';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/**
 * Maps `[cosine, sine, tx, ty]`, the first two times the scale, to the matrix
 * `[cosine -sine tx; sine cosine ty; 0 0 1]`.
 */
export const rotationAndScale: (coefficients: Tensor2D) => Tensor3D =
  /* @__PURE__ */ linearMatrixFamily(
    [
      [1, 0, 0, 0, 1, 0, 0, 0, 0],
      [0, -1, 0, 1, 0, 0, 0, 0, 0],
      [0, 0, 1, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 1, 0, 0, 0],
    ],
    [0, 0, 0, 0, 0, 0, 0, 0, 1],
  );
