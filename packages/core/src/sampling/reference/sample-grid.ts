import {
  add,
  addN,
  expandDims,
  isNaN as isNotANumber,
  logicalAnd,
  logicalNot,
  logicalOr,
  mul,
  notEqual,
  range,
  reshape,
  split,
  stack,
  tensor1d,
  tile,
  where,
  zeros,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { keepWhere } from '../../autodiff/keep-where.js';
import { withDerivative, withGradient } from '../../autodiff/with-gradient.js';
import { pixelCoordinate } from '../../coordinates/pixel-coordinate.js';
import type { SamplingProblem } from '../sampling-kernels.js';
import { axisTaps, type Tap } from './axis-taps.js';
import { gatherPixels } from './gather-pixels.js';

/**
 * Samples images at the points of a grid with any separable kernel, in differentiable ops:
 * V = Σ_n Σ_m U_nm k(x - m; Φx) k(y - n; Φy) (Jaderberg et al., 2015, eq. 3).
 *
 * @param problem its sampler, padding, fill value and alignCorners count here
 * @param image `[batch, height, width, channels]`
 * @param grid `[batch, outHeight, outWidth, 2]`, of the same batch, or either of them 1
 * @returns `[batch, outHeight, outWidth, channels]`
 */
export function sampleGrid(
  { field: { alignCorners }, sampler, padding, fillValue }: SamplingProblem,
  image: Tensor4D,
  grid: Tensor4D,
): Tensor4D {
  const [imageBatch, height, width, channels] = image.shape;
  const [gridBatch, outHeight, outWidth] = grid.shape;
  const batch = imageBatch === 1 ? gridBatch : imageBatch;
  const pointsPerItem = outHeight * outWidth;
  const perItem = gridBatch === batch ? grid : tile(grid, [batch, 1, 1, 1]);
  const points = reshape(perItem, [batch * pointsPerItem, 2]);
  const [x, y] = split(points, 2, 1) as [Tensor, Tensor];

  const column = pixelCoordinate(x, width, alignCorners);
  const row = pixelCoordinate(y, height, alignCorners);
  const columnTaps = axisTaps(column, width, sampler, padding, alignCorners);
  const rowTaps = axisTaps(row, height, sampler, padding, alignCorners);
  const item = itemOfPoint(imageBatch, batch, pointsPerItem);
  const fill = typeof fillValue === 'number' ? Array<number>(channels).fill(fillValue) : fillValue;
  const finite = fill.map((value) => (Number.isFinite(value) ? value : 0));
  const outside = typeof fillValue === 'number' ? (finite[0] ?? 0) : tensor1d(finite);

  const rows = rowTaps.map((rowTap) => {
    const terms = columnTaps.map((columnTap) => {
      const indices = reshape(stack([item, rowTap.index, columnTap.index], 1), [-1, 3]);
      const pixels = gatherPixels(image, indices as Tensor2D);
      const inside = logicalAnd(rowTap.inside, columnTap.inside);
      return mul(columnTap.weight, keepWhere(inside, pixels, outside));
    });
    return mul(rowTap.weight, addN(terms));
  });
  const known = add(addN(rows), notANumberWhereUnknown(column, row));
  const sampled = fill.every(Number.isFinite)
    ? known
    : markOutside(known, rowTaps, columnTaps, fill);
  return reshape(sampled, [batch, outHeight, outWidth, channels]);
}

/**
 * Adds what fill values of NaN and infinity contribute: nothing where a weight is 0, and no slope
 * anywhere, so that a loss which leaves the marked pixels out can be trained.
 */
function markOutside(
  sampled: Tensor,
  rowTaps: readonly Tap[],
  columnTaps: readonly Tap[],
  fill: readonly number[],
): Tensor {
  return withGradient(sampled, (input) => {
    const marks = tensor1d(fill.map((value) => (Number.isFinite(value) ? 0 : value)));
    const terms = rowTaps.flatMap((row) =>
      columnTaps.map((column) => {
        const weight = mul(row.weight, column.weight);
        const outside = logicalNot(logicalAnd(row.inside, column.inside));
        return where(logicalAnd(outside, notEqual(weight, 0)), mul(weight, marks), 0);
      }),
    );
    return { value: addN([input, ...terms]), saved: [], gradient: (dy) => dy };
  });
}

/** The image that each point reads: `[points, 1]` int32. */
function itemOfPoint(imageBatch: number, batch: number, pointsPerItem: number): Tensor {
  if (imageBatch === 1) return zeros([batch * pointsPerItem, 1], 'int32');
  const items = expandDims(range(0, batch, 1, 'int32'), 1);
  return reshape(tile(items, [1, pointsPerItem]), [batch * pointsPerItem, 1]);
}

/**
 * 0, and NaN where a coordinate is NaN, in the derivatives as well: a diverged net must be seen
 * whatever the kernel makes of it.
 */
function notANumberWhereUnknown(column: Tensor, row: Tensor): Tensor {
  const unknown = logicalOr(isNotANumber(column), isNotANumber(row));
  const poison = (coordinate: Tensor): Tensor =>
    withDerivative(coordinate, () => {
      const value = where(unknown, NaN, zeros(coordinate.shape));
      return { value, derivative: value };
    });
  return add(poison(column), poison(row));
}
