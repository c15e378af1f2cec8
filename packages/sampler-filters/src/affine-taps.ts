import {
  add,
  concat,
  div,
  greater,
  lessEqual,
  matMul,
  mul,
  reshape,
  slice,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  tensor2d,
  transpose,
  zeros,
  type Rank,
  type Tensor,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { HomographyField, OutputSize } from '@tfjs-stn/core';
import { keepWhere } from '@tfjs-stn/core/fields';

import { pixelsPerUnit, unitsPerPixel } from './axis-units.js';
import { longestSide } from './footprint-limit.js';
import { tapPositions } from './taps.js';

/**
 * The maps to every point of the footprints under affine maps: M · T(u · reach, v · reach), with T a
 * translation of the output. What is infinite or NaN in one of the maps stays where it is, so that
 * points far outside are that, and one item's NaN is not another's.
 *
 * @param taps points along columns and along rows
 * @returns `[points · batch, 3, 3]`, a batch for each point
 */
export function affineTaps(
  field: HomographyField,
  imageSize: OutputSize,
  [columns, rows]: readonly [number, number],
): Tensor3D {
  const { matrix } = field;
  const batch = matrix.shape[0];
  const positions = tapPositions(rows).flatMap((v) =>
    tapPositions(columns).map((u) => [u, v] as const),
  );
  const count = positions.length;
  // One product for all points, which lie side by side, and then one behind the other.
  const shifts = matMul(
    reaches(field, imageSize),
    transpose(tensor2d(positions.flat(), [count, 2])),
  );
  const moved = reshape(transpose(reshape(shifts, [batch * 3, count])), [count, batch, 3, 1]);
  const still = zeros<Rank.R4>([count, batch, 3, 2]);
  const maps = add(concat([still, moved], 3), reshape(matrix, [1, batch, 3, 3]));
  return reshape(maps, [count * batch, 3, 3]);
}

/** How far the points of a footprint lie apart, along columns and along rows: `[batch · 3, 2]`. */
function reaches(
  { matrix, outputSize, alignCorners }: HomographyField,
  imageSize: OutputSize,
): Tensor {
  const batch = matrix.shape[0];
  const pixels = tensor([...pixelsPerUnit(imageSize, alignCorners)], [1, 2, 1]);
  const [stepX, stepY] = unitsPerPixel(outputSize, alignCorners);
  const w = slice(matrix, [0, 2, 2], [batch, 1, 1]);
  const reach = (column: number, step: number): Tensor3D => {
    const given = mul<Tensor3D>(slice(matrix, [0, 0, column], [batch, 3, 1]), step);
    const squaredLength = (side: Tensor, divisor: Tensor): Tensor =>
      sum(square(div(mul(slice(side, [0, 0, 0], [batch, 2, 1]), pixels), divisor)), 1, true);
    const bounded = lessEqual(squaredLength(given, w), longestSide ** 2);
    const side = keepWhere(bounded, given, 0);
    const squared = squaredLength(side, keepWhere(bounded, w, 1));
    const length = sqrt(keepWhere(greater(squared, 1), squared, 1));
    return mul(side, sub(1, div(1, length)));
  };
  return reshape(concat([reach(0, stepX), reach(1, stepY)], 2), [batch * 3, 2]);
}
