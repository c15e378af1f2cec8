import {
  concat,
  div,
  greater,
  matMul,
  mul,
  reshape,
  slice,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  tensor3d,
  transpose,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { HomographyField, OutputSize } from '@tfjs-stn/core';
import { keepWhere } from '@tfjs-stn/core/fields';

import { pixelsPerUnit, unitsPerPixel } from './axis-units.js';
import { tapPositions } from './taps.js';

/**
 * The maps to every point of the footprints under affine maps: M · T(u · reach, v · reach), with T a
 * translation of the output.
 *
 * @param taps points along columns and along rows
 * @returns `[points · batch, 3, 3]`, a batch for each point
 */
export function affineTaps(
  { matrix, outputSize, alignCorners }: HomographyField,
  imageSize: OutputSize,
  [columns, rows]: readonly [number, number],
): Tensor3D {
  const batch = matrix.shape[0];
  const pixels = tensor([...pixelsPerUnit(imageSize, alignCorners)], [1, 2, 1]);
  const w = slice(matrix, [0, 2, 2], [batch, 1, 1]);
  const reach = (column: number, step: number): Tensor3D => {
    const side = mul<Tensor3D>(slice(matrix, [0, 0, column], [batch, 3, 1]), step);
    const inPixels = div(mul(slice(side, [0, 0, 0], [batch, 2, 1]), pixels), w);
    const squared = sum(square(inPixels), 1, true);
    const length = sqrt(keepWhere(greater(squared, 1), squared, 1));
    return mul(side, sub(1, div(1, length)));
  };
  const [stepX, stepY] = unitsPerPixel(outputSize, alignCorners);
  const parts = concat([matrix, reach(0, stepX), reach(1, stepY)], 2);
  const positions = tapPositions(rows).flatMap((v) =>
    tapPositions(columns).map((u) => [u, v] as const),
  );
  const count = positions.length;
  const maps = reshape(matMul(parts, shifts(positions)), [batch, 3, count, 3]);
  return reshape(transpose(maps, [2, 0, 1, 3]), [count * batch, 3, 3]);
}

/** Takes the columns of a map and its two reaches to the columns of every shifted map. */
function shifts(positions: readonly (readonly [u: number, v: number])[]): Tensor3D {
  const count = positions.length;
  const values = new Float32Array(5 * 3 * count);
  positions.forEach((position, tap) => {
    for (let column = 0; column < 3; column++) values[(column * count + tap) * 3 + column] = 1;
    position.forEach((at, axis) => {
      values[((3 + axis) * count + tap) * 3 + 2] = at;
    });
  });
  return tensor3d(values, [1, 5, 3 * count]);
}
