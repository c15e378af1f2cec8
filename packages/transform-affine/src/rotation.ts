import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';
import { linearMatrixFamily } from '@tfjs-stn/core/~internal';
import { concat, cos, sin, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    rotation: Record<string, never>;
  }
}

/**
 * Rotation about the centre.
 *
 * Convention: θ = `[angle]`. Maps normalised output `(x, y)` to input `R(angle) · (x, y)` with
 * `R = [cos -sin; sin cos]`; x right, y down. The angle is in radians from x towards y, so the
 * content rotates counter-clockwise. It is in normalised coordinates, which equal pixel angles only
 * for square images.
 */
export const rotation: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform(
  'rotation',
  {
    identity: [0],
    matrix: (angle) => fromCosineAndSine(concat<Tensor2D>([cos(angle), sin(angle)], 1)),
  },
);

const fromCosineAndSine: (coefficients: Tensor2D) => Tensor3D = /* @__PURE__ */ linearMatrixFamily(
  [
    [1, 0, 0, 0, 1, 0, 0, 0, 0],
    [0, -1, 0, 1, 0, 0, 0, 0, 0],
  ],
  [0, 0, 0, 0, 0, 0, 0, 0, 1],
);
