import { type TransformFactory, defineTransform } from '@tfjs-stn/core';
import { withIdentityTerms } from '@tfjs-stn/core/~internal';

import { basisColumns, basisTransform } from './basis-transform.js';
import { readGridSize } from './read-grid-size.js';

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
 * The basis of the last four output sizes is cached, and `dispose()` releases it; a field
 * becomes invalid after four more output sizes.
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

/**
 * The uniform cubic B-splines of one axis at a point of it: those of `count` control points, the
 * first and the last of them one spacing outside of [-1, 1]. At most four are not 0; they sum to 1.
 *
 * @param count at least 4
 */
function cubicWeights(count: number, at: number): Float64Array {
  const spans = count - 3;
  const place = ((at + 1) * spans) / 2;
  // The last knot belongs to the last span.
  const span = Math.min(Math.floor(place), spans - 1);
  const t = place - span;
  const weights = new Float64Array(count);
  weights.set(
    [
      (1 - t) ** 3 / 6,
      (3 * t ** 3 - 6 * t ** 2 + 4) / 6,
      (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6,
      t ** 3 / 6,
    ],
    span,
  );
  return weights;
}
