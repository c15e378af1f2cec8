import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform, matrixCombination } from '@tfjs-stn/core/homography';
import { concat, cos, sin, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    rotation: Record<string, never>;
  }
}

/**
 * Rotation about the centre.
 *
 * Convention: θ = `[angle]`. Normalised output `(x, y)` goes to input `R(angle) · (x, y)` with
 * `R = [cos -sin; sin cos]`; x right, y down. The angle is in radians and turns x towards y, so the
 * content turns against the clock. It is that of normalised coordinates, so in pixels only of
 * square images.
 */
export const rotation: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform(
  'rotation',
  {
    identity: [0],
    matrix: (angle) => ofCosineAndSine(concat<Tensor2D>([cos(angle), sin(angle)], 1)),
  },
);

const ofCosineAndSine: (coefficients: Tensor2D) => Tensor3D = /* @__PURE__ */ matrixCombination(
  [
    [1, 0, 0, 0, 1, 0, 0, 0, 0],
    [0, -1, 0, 1, 0, 0, 0, 0, 0],
  ],
  [0, 0, 0, 0, 0, 0, 0, 0, 1],
);
