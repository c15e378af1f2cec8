import { type TransformFactory, defineTransform } from '@tfjs-stn/core';

import type { Point } from './config/points.js';
import { pointsLayout } from './config/spline-layout.js';
import type { SplineOptions } from './config/spline-options.js';
import { splineTransform } from './fields/spline-transform.js';

/** A thin-plate spline whose control points lie anywhere. */
export interface TpsPointsConfig extends SplineOptions {
  /**
   * At least 3 `[x, y]` in the output, normalised; distinct, and not all on one line. With
   * `boundaryPins` none of them on the border.
   */
  readonly points: readonly Point[];
}

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    tpsPoints: TpsPointsConfig;
  }
}

/**
 * The thin-plate spline through control points of your own, for example the landmarks of a mean
 * face, given by the points' positions in the input.
 *
 * Convention: `points` are fixed in the output and the same for every image; θ = `[x1 y1 x2 y2 …]`
 * are their positions in the input, normalised, in the order of `points`, x right, y down. The
 * identity is `points` itself. Differentiable in θ, as often as you like. For points that differ
 * from image to image there is `tpsField`.
 *
 * Solved and cached like `tps`.
 *
 * @throws OptionError if the config has another key or values that are not allowed, or the points
 *   are too few, coincide or lie on one line
 */
export const tpsPoints: TransformFactory<[config: TpsPointsConfig]> =
  /* @__PURE__ */ defineTransform('tpsPoints', (config: TpsPointsConfig) =>
    splineTransform('tpsPoints', pointsLayout('tpsPoints', config), 'positions'),
  );
