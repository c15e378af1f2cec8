import {
  add,
  concat,
  div,
  greater,
  matMul,
  mul,
  reshape,
  slice,
  split,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  tensor2d,
  tidy,
  transpose,
  util,
  zeros,
  type Rank,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { warp, type HomographyField, type OutputSize, type WarpOptions } from '@tfjs-stn/core';
import { keepWhere } from '@tfjs-stn/core/fields';
import {
  plus,
  vectorJacobian,
  warpFieldGradient,
  warpImageGradient,
  type ImageShape,
} from '@tfjs-stn/core/~internal';

import {
  longestSide,
  pixelsPerUnit,
  tapCount,
  tapPositions,
  unitsPerPixel,
  type Taps,
} from './taps.js';

/** So many numbers stay in a cache; with fewer, calls cost more than what they do. */
const fewNumbers = 2 ** 16;

/**
 * How many points the footprints of every map take, which under an affine one are alike for every
 * pixel. One alone where a side is too long, or no number.
 *
 * @returns undefined for a map that is not affine
 */
export function affineTapCounts(
  { matrix, outputSize, alignCorners }: HomographyField,
  imageSize: OutputSize,
  maxTaps: number,
): (Taps | undefined)[] {
  const [scaleX, scaleY] = pixelsPerUnit(imageSize, alignCorners);
  const [stepX, stepY] = unitsPerPixel(outputSize, alignCorners);
  const values = matrix.dataSync<'float32'>();
  return Array.from({ length: matrix.shape[0] }, (_, item) => {
    const entry = (index: number): number => values[item * 9 + index] as number;
    const w = entry(8);
    if (entry(6) !== 0 || entry(7) !== 0 || !(w > 0)) return undefined;
    const side = (column: number, step: number): number =>
      (Math.hypot(entry(column) * scaleX, entry(column + 3) * scaleY) / w) * step;
    const sides = [side(0, stepX), side(1, stepY)] as const;
    if (!sides.every((length) => length <= longestSide)) return [1, 1];
    return [tapCount(sides[0], maxTaps), tapCount(sides[1], maxTaps)];
  });
}

/** The mean of points spread over the footprints of affine maps. */
export function sampleAffine(
  image: Tensor4D,
  field: HomographyField,
  taps: Taps,
  options: WarpOptions,
): Tensor4D {
  let total: Tensor4D | undefined;
  for (const each of pointFields(field, image.shape, taps, 1)) {
    total = plus(total, () => warp(image, each, options));
  }
  return mul(total as Tensor4D, 1 / (taps[0] * taps[1]));
}

/** Its gradient w.r.t. the image. */
export function sampleAffineImageGradient(
  dy: Tensor4D,
  imageShape: ImageShape,
  field: HomographyField,
  taps: Taps,
  options: WarpOptions,
): Tensor4D {
  // Every call gives a whole image, so that a small output is worth more points in each.
  const atOnce = Math.max(fewNumbers, util.sizeFromShape([...imageShape])) / dy.size;
  let total: Tensor4D | undefined;
  for (const each of pointFields(field, imageShape, taps, atOnce)) {
    total = plus(total, () =>
      warpImageGradient(forPoints(dy, imageShape, each), imageShape, each, options),
    );
  }
  return mul(total as Tensor4D, 1 / (taps[0] * taps[1]));
}

/** Its gradient w.r.t. the matrix. */
export function sampleAffineMatrixGradient(
  dy: Tensor4D,
  image: Tensor4D,
  field: HomographyField,
  taps: Taps,
  options: WarpOptions,
): Tensor {
  const { shape } = image;
  const parts = pointFields(field, shape, taps, fewNumbers / dy.size).map((each) =>
    tidy(() => warpFieldGradient(forPoints(dy, shape, each), image, each, options, 'matrix')),
  );
  return vectorJacobian(
    (matrix) => affineTaps({ ...field, matrix }, [shape[1], shape[2]], taps),
    field.matrix,
    mul(concat(parts, 0), 1 / (taps[0] * taps[1])),
  );
}

/** The same weights for every point. */
function forPoints(dy: Tensor4D, imageShape: ImageShape, { matrix }: HomographyField): Tensor4D {
  const points = imageShape[0] === 1 ? matrix.shape[0] / dy.shape[0] : 1;
  return points === 1 ? dy : concat(Array<Tensor4D>(points).fill(dy), 0);
}

/**
 * Each point is the same map after a shift of the output, so that no grid is written out. One image
 * serves several points at once, side by side in the batch.
 *
 * @param atOnce so many points at most, but one at least
 */
function pointFields(
  field: HomographyField,
  imageShape: ImageShape,
  taps: Taps,
  atOnce: number,
): HomographyField[] {
  const maps = affineTaps(field, [imageShape[1], imageShape[2]], taps);
  const count = taps[0] * taps[1];
  const step = imageShape[0] === 1 ? Math.min(count, Math.max(1, Math.floor(atOnce))) : 1;
  const sizes = Array.from(
    { length: Math.ceil(count / step) },
    (_, index) => Math.min(step, count - index * step) * field.matrix.shape[0],
  );
  // The gradient of tfjs's split fails where there is one part.
  const parts = sizes.length === 1 ? [maps] : split<Tensor3D>(maps, sizes);
  return parts.map((matrix) => ({ ...field, matrix }));
}

/**
 * The maps to every point of the footprints: M · T(u · reach, v · reach), with T a translation of the
 * output. An infinite or NaN translation stays where it is.
 *
 * @returns `[points · batch, 3, 3]`, a batch for each point
 */
function affineTaps(
  field: HomographyField,
  imageSize: OutputSize,
  [columns, rows]: Taps,
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
    const side = mul<Tensor3D>(slice(matrix, [0, 0, column], [batch, 3, 1]), step);
    const inPixels = div(mul(slice(side, [0, 0, 0], [batch, 2, 1]), pixels), w);
    const squared = sum(square(inPixels), 1, true);
    const length = sqrt(keepWhere(greater(squared, 1), squared, 1));
    return mul(side, sub(1, div(1, length)));
  };
  return reshape(concat([reach(0, stepX), reach(1, stepY)], 2), [batch * 3, 2]);
}
