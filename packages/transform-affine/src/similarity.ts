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
 * Rotation, one scale for both axes, and translation: every θ is an invertible similarity.
 *
 * Convention: θ = `[logScale angle tx ty]`. Normalised output `(x, y)` goes to input
 * `e^logScale · R(angle) · (x, y) + (tx, ty)` with `R = [cos -sin; sin cos]`; x right, y down. The
 * angle is in radians and turns x towards y, so the content turns against the clock; a positive
 * logScale shrinks it. Translations are in half image widths and heights. Angles are those of
 * normalised coordinates, so in pixels only of square images.
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
 * e to the x, differentiable as often as one likes. The gradient of tfjs 4.22's own `exp` is made
 * of its saved output, through which no second derivative flows.
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
