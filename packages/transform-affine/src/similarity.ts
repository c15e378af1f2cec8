import {
  concat,
  cos,
  customGrad,
  exp,
  mul,
  sin,
  split,
  type GradSaveFunc,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';

import { rotationAndScale } from './rotation-and-scale.js';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    similarity: Record<string, never>;
  }
}

/**
 * Rotation, uniform scaling and translation: every θ is invertible.
 *
 * Convention: θ = `[logScale angle tx ty]`. Maps normalised output `(x, y)` to input
 * `e^logScale · R(angle) · (x, y) + (tx, ty)` with `R = [cos -sin; sin cos]`; x right, y down. The
 * angle is in radians from x towards y, so the content rotates counter-clockwise; a positive logScale
 * shrinks it. Translations are in half image widths and heights. Angles are in normalised
 * coordinates, which equal pixel angles only for square images.
 */
export const similarity: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform(
  'similarity',
  {
    identity: [0, 0, 0, 0],
    matrix: (theta) => {
      const [logScale, angle, shift] = split<Tensor2D>(theta, [1, 1, 2], 1) as [
        Tensor2D,
        Tensor2D,
        Tensor2D,
      ];
      const scale = differentiableExp(logScale);
      return rotationAndScale(
        concat<Tensor2D>([mul(scale, cos(angle)), mul(scale, sin(angle)), shift], 1),
      );
    },
  },
);

/**
 * e^x with derivatives of any order. The gradient of `exp` in tfjs 4.22 uses its saved output, which
 * has no second derivative.
 */
function differentiableExp<T extends Tensor>(x: T): T {
  const run = customGrad((input, save) => {
    (save as GradSaveFunc)([input as Tensor]);
    return {
      value: exp(input as Tensor),
      gradFunc: (dy: Tensor, saved: Tensor[]) => mul(dy, differentiableExp(saved[0] as Tensor)),
    };
  });
  return run(x) as T;
}
