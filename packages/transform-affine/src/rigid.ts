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
 * Rotation about the centre and translation.
 *
 * Convention: θ = `[angle tx ty]`. Maps normalised output `(x, y)` to input
 * `R(angle) · (x, y) + (tx, ty)` with `R = [cos -sin; sin cos]`; x right, y down. The angle is in
 * radians from x towards y, so the content rotates counter-clockwise. Translations are in half image
 * widths and heights. Angles are in normalised coordinates, which equal pixel angles only for square
 * images.
 */
export const rigid: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform('rigid', {
  identity: [0, 0, 0],
  matrix: (theta) => {
    const [angle, shift] = split<Tensor2D>(theta, [1, 2], 1) as [Tensor2D, Tensor2D];
    return rotationAndScale(concat<Tensor2D>([cos(angle), sin(angle), shift], 1));
  },
});
