import { gather, reshape, tidy, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

import { assertKnownOptions } from '../checks/assert-known-options.js';
import { describeValue } from '../checks/describe-value.js';
import type { Transform } from '../contracts/transform.js';
import { OptionError } from '../errors.js';
import { generateGrid } from '../ops/generate-grid.js';

/** How finely an outline is drawn. */
export interface OutlineOptions {
  /** Points along each side, both corners included. Default 2: the corners alone. */
  readonly pointsPerSide?: number;
}

/**
 * The border of a transform's output in the input image: what a spatial transformer attends to.
 *
 * Convention: normalised `(x, y)`, x right, y down; clockwise from the output's upper left corner,
 * each corner once. Straight sides stay straight under affine and projective transforms, for which
 * the four corners will do.
 *
 * @param theta `[batch, paramCount]`
 * @returns `[batch, 4 · (pointsPerSide - 1), 2]`, owned by the caller; differentiable in θ
 * @throws ShapeError if θ is not `[batch, paramCount]`; DTypeError, OptionError, DisposedError
 */
export function outline(
  transform: Transform,
  theta: Tensor2D,
  options: OutlineOptions = {},
): Tensor3D {
  assertKnownOptions('outline', options, ['pointsPerSide']);
  const { pointsPerSide: count = 2 } = options;
  if (!Number.isSafeInteger(count) || count < 2) {
    throw new OptionError(
      'outline',
      `pointsPerSide must be a whole number, at least 2, got ${describeValue(count)}`,
    );
  }
  return tidy(() => {
    // With alignCorners the outermost points of a grid lie at -1 and 1.
    const grid = generateGrid(transform, theta, { outputSize: [count, count], alignCorners: true });
    const points: Tensor3D = reshape(grid, [-1, count * count, 2]);
    return gather(points, border(count), 1);
  });
}

/** The indices of a square grid's border, clockwise from the upper left. */
function border(count: number): number[] {
  const last = count - 1;
  const side = Array.from({ length: last }, (_, step) => step);
  return [
    ...side,
    ...side.map((step) => step * count + last),
    ...side.map((step) => last * count + last - step),
    ...side.map((step) => (last - step) * count),
  ];
}
