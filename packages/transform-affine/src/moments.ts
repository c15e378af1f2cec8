import type { Point } from '@tfjs-stn/core/homography';
import type { PointPair } from '@tfjs-stn/core/~internal';

/** Centres of paired points, and sums of products of the centred points. */
export interface Moments {
  readonly output: Point;
  readonly input: Point;
  /** Σ x·x, Σ x·y and Σ y·y of the output. */
  readonly ofOutput: readonly [xx: number, xy: number, yy: number];
  /** Σ u·x, Σ u·y, Σ v·x and Σ v·y, with (u, v) of the input and (x, y) of the output. */
  readonly across: readonly [ux: number, uy: number, vx: number, vy: number];
  /** Σ u·u + v·v of the input. */
  readonly ofInput: number;
}

/** The moments that determine a least-squares affine transformation or similarity. */
export function moments(pairs: readonly PointPair[]): Moments {
  const output = centre(pairs.map((pair) => pair.output));
  const input = centre(pairs.map((pair) => pair.input));
  const sum = (product: (x: number, y: number, u: number, v: number) => number): number =>
    pairs.reduce(
      (total, { output: [x, y], input: [u, v] }) =>
        total + product(x - output[0], y - output[1], u - input[0], v - input[1]),
      0,
    );
  return {
    output,
    input,
    ofOutput: [sum((x) => x * x), sum((x, y) => x * y), sum((_x, y) => y * y)],
    across: [
      sum((x, _y, u) => u * x),
      sum((_x, y, u) => u * y),
      sum((x, _y, _u, v) => v * x),
      sum((_x, y, _u, v) => v * y),
    ],
    ofInput: sum((_x, _y, u, v) => u * u + v * v),
  };
}

function centre(points: readonly Point[]): Point {
  const mean = (axis: 0 | 1): number =>
    points.reduce((total, point) => total + point[axis], 0) / points.length;
  return [mean(0), mean(1)];
}
