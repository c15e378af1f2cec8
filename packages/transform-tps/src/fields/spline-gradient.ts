import type { OutputSize } from '@tfjs-stn/core';
import { pixelCentres } from '@tfjs-stn/core/~internal';

import type { SplineSystem } from '../spline/spline-system.js';

/** One item's spline, in float64. */
export interface HostSpline {
  readonly system: SplineSystem;
  /** `[2, K + 3]`, those of each axis in a row. */
  readonly coefficients: Float64Array;
}

/** Sums over pixels or points. */
interface Sums {
  /** `[2, K + 3]`: the gradient w.r.t. the coefficients, `[U(|q - Pj|), 1, q]ᵀ · dy`; those of each axis in a row. */
  readonly byCoefficients: Float64Array;
  /** `[K, 2]`: the gradient w.r.t. the points. */
  readonly byPoints: Float64Array;
}

/**
 * The gradient of one item's spline at all pixels, in float64.
 *
 * @param dy `[height, width, 2]`
 * @returns `[K, 4]`: gradients w.r.t. the output points, then w.r.t. the input points
 */
export function splineGradient(
  spline: HostSpline,
  dy: Float32Array,
  [height, width]: OutputSize,
  alignCorners: boolean,
): Float64Array {
  const count = spline.system.points.length / 2;
  const sums: Sums = {
    byCoefficients: new Float64Array(2 * (count + 3)),
    byPoints: new Float64Array(2 * count),
  };
  const columns = pixelCentres(width, alignCorners);
  let at = 0;
  for (const y of pixelCentres(height, alignCorners)) {
    for (const x of columns) {
      addPixel(spline, x, y, dy[at] as number, dy[at + 1] as number, sums);
      at += 2;
    }
  }
  // L is symmetric, so the gradient w.r.t. its right-hand side solves the same system.
  spline.system.solve(sums.byCoefficients);
  addSystem(spline, sums);
  return Float64Array.from({ length: 4 * count }, (_, i) => {
    const [point, axis] = [i >> 2, i & 3];
    return (
      axis < 2
        ? sums.byPoints[2 * point + axis]
        : sums.byCoefficients[(axis - 2) * (count + 3) + point]
    ) as number;
  });
}

/** What one pixel adds: dU = (log r² + 1) (P - q) dP. */
function addPixel(
  { system: { points }, coefficients }: HostSpline,
  x: number,
  y: number,
  dyX: number,
  dyY: number,
  { byCoefficients, byPoints }: Sums,
): void {
  const count = points.length / 2;
  const second = count + 3;
  for (let j = 0; j < count; j++) {
    const dx = (points[2 * j] as number) - x;
    const dy = (points[2 * j + 1] as number) - y;
    const squared = dx * dx + dy * dy;
    if (squared === 0) continue;
    const log = Math.log(squared);
    const term = 0.5 * squared * log;
    const slope =
      (log + 1) * ((coefficients[j] as number) * dyX + (coefficients[second + j] as number) * dyY);
    byCoefficients[j] = (byCoefficients[j] as number) + term * dyX;
    byCoefficients[second + j] = (byCoefficients[second + j] as number) + term * dyY;
    byPoints[2 * j] = (byPoints[2 * j] as number) + slope * dx;
    byPoints[2 * j + 1] = (byPoints[2 * j + 1] as number) + slope * dy;
  }
  [1, x, y].forEach((term, k) => {
    byCoefficients[count + k] = (byCoefficients[count + k] as number) + term * dyX;
    byCoefficients[second + count + k] =
      (byCoefficients[second + count + k] as number) + term * dyY;
  });
}

/**
 * Adds the points' share through the coefficients: dL = -G Cᵀ, where G is the gradient w.r.t. the
 * right-hand side and C are the coefficients.
 */
function addSystem({ system: { points }, coefficients: c }: HostSpline, sums: Sums): void {
  const { byCoefficients: g, byPoints } = sums;
  const count = points.length / 2;
  const second = count + 3;
  for (let i = 0; i < count; i++) {
    const byEntry = (j: number): number =>
      -(
        (g[i] as number) * (c[j] as number) +
        (c[i] as number) * (g[j] as number) +
        (g[second + i] as number) * (c[second + j] as number) +
        (c[second + i] as number) * (g[second + j] as number)
      );
    let [sumX, sumY] = [byEntry(count + 1), byEntry(count + 2)];
    for (let j = 0; j < count; j++) {
      const dx = (points[2 * i] as number) - (points[2 * j] as number);
      const dy = (points[2 * i + 1] as number) - (points[2 * j + 1] as number);
      const squared = dx * dx + dy * dy;
      if (squared === 0) continue;
      const slope = byEntry(j) * (Math.log(squared) + 1);
      sumX += slope * dx;
      sumY += slope * dy;
    }
    byPoints[2 * i] = (byPoints[2 * i] as number) + sumX;
    byPoints[2 * i + 1] = (byPoints[2 * i + 1] as number) + sumY;
  }
}
