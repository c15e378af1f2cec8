import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';
import { matrixFromEntries } from '@tfjs-stn/core/~internal';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    homography: Record<string, never>;
  }
}

/**
 * The projective transformation with its matrix as θ; the last entry is 1.
 *
 * Convention: θ = `[h11 h12 h13 h21 h22 h23 h31 h32]`, row-major. Maps normalised output `(x, y, 1)` to
 * homogeneous input coordinates; x right, y down. Points whose third coordinate is not positive are
 * behind the horizon: they sample as padding with gradient 0. The centre of the output is always in
 * front.
 */
export const homography: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform(
  'homography',
  {
    identity: [1, 0, 0, 0, 1, 0, 0, 0],
    matrix: matrixFromEntries,
  },
);
