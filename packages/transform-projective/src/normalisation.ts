import type { Point } from '@tfjs-stn/core/homography';

/** Moves points to a centre of 0 and a mean distance of √2: `scale · (point - centre)`. */
export interface Normalisation {
  readonly scale: number;
  readonly centre: Point;
  apply(point: Point): Point;
}

/**
 * How points are brought to the size at which equations about them are well conditioned.
 *
 * Source: Hartley, 1997, "In defense of the eight-point algorithm".
 */
export function normalisation(points: readonly Point[]): Normalisation {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((total, point) => total + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point[0]), mean((point) => point[1])];
  const distance = mean((point) => Math.hypot(point[0] - x, point[1] - y));
  const scale = distance > 0 ? Math.SQRT2 / distance : 1;
  return {
    scale,
    centre: [x, y],
    apply: (point) => [scale * (point[0] - x), scale * (point[1] - y)],
  };
}
