import { defineTransform, type TransformFactory } from '@tfjs-stn/core';
import { withIdentityTerms } from '@tfjs-stn/core/~internal';

import { readGridSize } from './config/read-grid-size.js';
import { basisColumns } from './fields/basis-columns.js';
import { basisTransform } from './fields/basis-transform.js';
import { cubicWeights } from './fields/cubic-weights.js';

/** A lattice of control points that a cubic B-spline blends. */
export interface BsplineFfdConfig {
  /**
   * Size of the lattice, each from 4 to 256. Its outermost points lie one spacing outside of [-1, 1]²,
   * where a cubic B-spline needs them: n of them along an axis are 2 / (n - 3) apart.
   */
  readonly controlPoints: readonly [rows: number, columns: number];
}

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    bsplineFfd: BsplineFfdConfig;
  }
}

/** Control points along an axis. */
const mostPoints = 256;

/**
 * Free-form deformation by a uniform cubic B-spline (Rueckert et al., IEEE TMI 1999, eq. 2): each
 * control point moves the 4 × 4 cells around it, smoothly, and nothing else.
 *
 * Convention: θ = `[dx1 dy1 dx2 dy2 …]` are the displacements of the control points, in half image
 * widths and heights, row-major from the upper left, x right, y down; they are added to the output's
 * coordinates after blending, so a control point's displacement is not that of the pixel at its
 * place. The identity is 0. Differentiable in θ, as often as you like.
 *
 * The basis of the last four output sizes is cached, and `dispose()` releases it; a field that
 * outlives four further sizes has lost its basis.
 *
 * @throws OptionError if the config has another key, or a size out of its range; `field` if the basis
 *   would take more than 2 GiB
 */
export const bsplineFfd: TransformFactory<[config: BsplineFfdConfig]> =
  /* @__PURE__ */ defineTransform('bsplineFfd', (config: BsplineFfdConfig) => {
    const [rows, columns] = readGridSize('bsplineFfd', config, 'controlPoints', 4, mostPoints);
    const terms = Array.from(
      { length: rows * columns },
      (_, index) => [index % columns, Math.floor(index / columns)] as const,
    );
    const along = {
      x: (at: number) => cubicWeights(columns, at),
      y: (at: number) => cubicWeights(rows, at),
    };
    return basisTransform({
      identity: Array<number>(rows * columns * 2).fill(0),
      basis: (outputSize, alignCorners) =>
        basisColumns('bsplineFfd', along, terms, true, outputSize, alignCorners),
      coefficients: withIdentityTerms,
    });
  });
