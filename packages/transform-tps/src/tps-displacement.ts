import { defineTransform, type TransformFactory } from '@tfjs-stn/core';

import { gridLayout } from './config/spline-layout.js';
import { splineTransform } from './fields/spline-transform.js';
import type { TpsConfig } from './tps.js';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    tpsDisplacement: TpsConfig;
  }
}

/**
 * The thin-plate spline through a regular grid of control points, given by how far each point's
 * position in the input lies from its place in the grid: `tps` with θ counted from the identity.
 *
 * Convention: θ = `[dx1 dy1 dx2 dy2 …]` in half image widths and heights, row-major from the upper
 * left, x right, y down. The identity is 0. Differentiable in θ, as often as you like.
 *
 * Solved and cached like `tps`.
 *
 * @throws OptionError if the config has another key, or values that are not allowed
 */
export const tpsDisplacement: TransformFactory<[config: TpsConfig]> =
  /* @__PURE__ */ defineTransform('tpsDisplacement', (config: TpsConfig) =>
    splineTransform('tpsDisplacement', gridLayout('tpsDisplacement', config), 'displacements'),
  );
