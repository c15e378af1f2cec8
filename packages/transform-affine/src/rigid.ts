import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';
import { concat, cos, sin, split, type Tensor2D } from '@tensorflow/tfjs-core';

import { rotationAndScale } from './rotation-and-scale.js';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    rigid: Record<string, never>;
  }
}

/**
 * Rotation about the centre and translation, at unchanged size.
 *
 * Convention: θ = `[angle tx ty]`. Normalised output `(x, y)` goes to input
 * `R(angle) · (x, y) + (tx, ty)` with `R = [cos -sin; sin cos]`; x right, y down. The angle is in
 * radians and turns x towards y, so the content turns against the clock. Translations are in half
 * image widths and heights. Angles are those of normalised coordinates, so in pixels only of square
 * images.
 */
export const rigid: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform('rigid', {
  identity: [0, 0, 0],
  matrix: (theta) => {
    const [angle, shift] = split<Tensor2D>(theta, [1, 2], 1) as [Tensor2D, Tensor2D];
    return rotationAndScale(concat<Tensor2D>([cos(angle), sin(angle), shift], 1));
  },
});
