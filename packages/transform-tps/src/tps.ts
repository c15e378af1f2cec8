import { type TransformFactory, defineTransform } from '@tfjs-stn/core';

import { gridLayout } from './config/spline-layout.js';
import type { SplineOptions } from './config/spline-options.js';
import { splineTransform } from './fields/spline-transform.js';

/** A thin-plate spline whose control points are a regular grid. */
export interface TpsConfig extends SplineOptions {
  /**
   * Size of the grid on [-1, 1]², its outermost points on the border; each at least 2. With
   * `boundaryPins` at least 3: the grid's points on the border are then held as well, and θ moves
   * those inside.
   */
  readonly controlPoints: readonly [rows: number, columns: number];
}

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    tps: TpsConfig;
    tpsDisplacement: TpsConfig;
  }
}

/**
 * The thin-plate spline through a regular grid of control points (Jaderberg et al., 2015, section
 * 3.2; Bookstein, 1989), given by the points' positions in the input.
 *
 * Convention: the control points are fixed in the output; θ = `[x1 y1 x2 y2 …]` are their positions
 * in the input, normalised, row-major from the upper left, x right, y down. The identity is the
 * grid itself. Differentiable in θ, as often as you like.
 *
 * The system is solved once, in float64. The basis of the last four output sizes is cached, and
 * `dispose()` releases it; a field becomes invalid after four more output sizes.
 *
 * @throws OptionError if the config has another key, or values that are not allowed
 */
export const tps: TransformFactory<[config: TpsConfig]> = /* @__PURE__ */ defineTransform(
  'tps',
  (config: TpsConfig) => splineTransform('tps', gridLayout('tps', config), 'positions'),
);

/**
 * The thin-plate spline through a regular grid of control points, given by each point's displacement
 * from its grid position: `tps` with θ relative to the identity.
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
