import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import { OptionError } from '@tfjs-stn/core/errors';
import type { Point, PointSets } from '@tfjs-stn/core/homography';
import { pointPairs, type PointPair } from '@tfjs-stn/core/~internal';

import { smallestSingularVector } from './smallest-singular-vector.js';

/** Values smaller than the rest by this factor determine no float32 digit of θ. */
const negligible = 1e-6;

/**
 * Estimates θ of `homography` from pairs of points by the normalised direct linear transformation:
 * exact for four pairs, the algebraic best fit for more. Computed in float64.
 *
 * Convention: normalised `[x, y]`, x right, y down. As in transforms, θ maps **output to input**: the
 * n-th output point to the n-th input point. To move content from p to q, pass q as the output point
 * and p as the input point. For a document, `inputPoints` are its corners in the photo.
 *
 * @param outputPoints four or more points `[[x, y], …]` of one image, or a batch of such lists
 * @param inputPoints the same number of points; a batch of 1 on either side broadcasts
 * @returns θ `[batch, 8]`, `[h11 h12 h13 h21 h22 h23 h31 h32]` with h33 = 1; not differentiable w.r.t.
 *   the points
 * @throws OptionError for fewer than four distinct output points, if too many points are collinear
 *   or coincide, if an output point or the centre of the output would be behind the horizon, and for
 *   points that are not pairs of finite numbers
 *
 * Source: Hartley and Zisserman, 2004, "Multiple View Geometry", algorithm 4.2.
 */
export function estimateHomography(outputPoints: PointSets, inputPoints: PointSets): Tensor2D {
  const sets = pointPairs('estimateHomography', outputPoints, inputPoints, 4);
  return tensor2d(sets.flatMap(fitHomography), [sets.length, 8]);
}

function fitHomography(pairs: readonly PointPair[], item: number): number[] {
  const got = (what: string): string => `got ${pairs.length} pairs ${what} in item ${item}`;
  const output = normalisation(pairs.map((pair) => pair.output));
  const input = normalisation(pairs.map((pair) => pair.input));
  const rows = pairs.flatMap((pair) =>
    equations(output.apply(pair.output), input.apply(pair.input)),
  );
  const { vector, gap } = smallestSingularVector(rows);
  if (!(gap > negligible)) {
    throw new OptionError(
      'estimateHomography',
      `four of the pairs must have no three points on one line, ${got('without such four')}`,
    );
  }
  const matrix = denormalised(vector, output, input);
  const [h31 = 0, h32 = 0, h33 = 0] = matrix.slice(6);
  const depths = pairs.map((pair) => (h31 * pair.output[0] + h32 * pair.output[1] + h33) / h33);
  // Relative to the centre, which h33 = 1 puts in front. NaN or infinity if that is impossible.
  const [nearest, farthest] = [Math.min(1, ...depths), Math.max(1, ...depths)];
  if (!(nearest > negligible * farthest)) {
    throw new OptionError(
      'estimateHomography',
      `all output points and the centre of the output must be in front of the horizon, ${got('that put one behind it')}. Pass both lists in the same order`,
    );
  }
  return matrix.slice(0, 8).map((entry) => entry / h33);
}

/** Two rows of A in A·h = 0, for a homography h that maps the output point to the input point. */
function equations([x, y]: Point, [u, v]: Point): readonly (readonly number[])[] {
  return [
    [x, y, 1, 0, 0, 0, -u * x, -u * y, -u],
    [0, 0, 0, x, y, 1, -v * x, -v * y, -v],
  ];
}

/**
 * `T(input)⁻¹ · matrix · T(output)`: converts a homography of normalised points to one of the original
 * points.
 *
 * @param matrix nine numbers, row by row
 * @returns nine numbers, row by row
 */
function denormalised(
  matrix: readonly number[],
  output: Normalisation,
  input: Normalisation,
): readonly number[] {
  const [x, y] = output.centre;
  const rows = [0, 3, 6].map((start) => {
    const [a = 0, b = 0, c = 0] = matrix.slice(start, start + 3);
    return [output.scale * a, output.scale * b, c - output.scale * (a * x + b * y)];
  });
  const last = rows[2] ?? [];
  const moved = rows
    .slice(0, 2)
    .map((row, axis) =>
      row.map(
        (value, column) => value / input.scale + (input.centre[axis] ?? 0) * (last[column] ?? 0),
      ),
    );
  return [...moved, last].flat();
}

/** Maps points to a centre of 0 and a mean distance of √2: `scale · (point - centre)`. */
interface Normalisation {
  readonly scale: number;
  readonly centre: Point;
  apply(point: Point): Point;
}

/**
 * Normalises points so that the equations are well conditioned.
 *
 * Source: Hartley, 1997, "In defense of the eight-point algorithm".
 */
function normalisation(points: readonly Point[]): Normalisation {
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
