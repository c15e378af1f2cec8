import {
  addN,
  fill,
  matMul,
  mul,
  reshape,
  slice,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { warp, type HomographyField, type WarpOptions } from '@tfjs-stn/core';

import { affineTaps } from './affine-taps.js';

/**
 * The mean of points spread over the footprints of affine maps, which are alike for every pixel: each
 * point is the same map after a shift of the output, so that no grid is written out.
 *
 * @param taps points along columns and along rows
 */
export function sampleAffineFootprints(
  image: Tensor4D,
  field: HomographyField,
  taps: readonly [columns: number, rows: number],
  options: WarpOptions,
): Tensor4D {
  const batch = field.matrix.shape[0];
  const count = taps[0] * taps[1];
  const matrices = affineTaps(field, [image.shape[1], image.shape[2]], taps);
  const read = (matrix: Tensor3D): Tensor4D => warp(image, { ...field, matrix }, options);
  if (image.shape[0] > 1) {
    const points = Array.from({ length: count }, (_, tap) =>
      read(slice(matrices, [tap * batch, 0, 0], [batch, 3, 3])),
    );
    return mul<Tensor4D>(addN(points), 1 / count);
  }
  // One image serves all points at once.
  const points = read(matrices);
  const [, ...pixels] = points.shape;
  const sideBySide = reshape(points, [count, points.size / count]);
  return reshape(matMul(fill([1, count], 1 / count), sideBySide), [batch, ...pixels]);
}
