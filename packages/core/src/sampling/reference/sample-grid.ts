import {
  add,
  addN,
  expandDims,
  fill,
  isNaN as isNotANumber,
  logicalAnd,
  logicalNot,
  logicalOr,
  mul,
  notEqual,
  range,
  reshape,
  split,
  tensor1d,
  tile,
  where,
  zeros,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { keepWhere } from '../../autodiff/keep-where.js';
import { plus } from '../../autodiff/plus.js';
import { isRecording, readsTensors } from '../../autodiff/reads-tensors.js';
import { recomputed } from '../../autodiff/recomputed.js';
import { vectorJacobian } from '../../autodiff/vector-jacobian.js';
import { withDerivative, withGradient } from '../../autodiff/with-gradient.js';
import { pixelCoordinate } from '../../coordinates/pixel-coordinate.js';
import type { SamplingProblem } from '../sampling-kernels.js';
import { axisTaps, type Tap } from './axis-taps.js';
import { addToPixels, gatherPixels, indicesOf, type PixelPlaces } from './gather-pixels.js';
import { kernelWeights } from './kernel-weights.js';
import { concatenated, joined, part, windowsOf } from './windows.js';

/**
 * Samples images at the points of a grid with any separable kernel, in differentiable ops:
 * V = Σ_n Σ_m U_nm k(x - m; Φx) k(y - n; Φy) (Jaderberg et al., 2015, eq. 3).
 *
 * Where all taps' pixels would be many, it works through rows of the output, and again for each
 * gradient, but for weights that have gradients of their own.
 *
 * @param problem its sampler, padding, fill value and alignCorners count here
 * @param image `[batch, height, width, channels]`
 * @param grid `[batch, outHeight, outWidth, 2]`, of the same batch, or either of them 1
 * @returns `[batch, outHeight, outWidth, channels]`
 */
export function sampleGrid(problem: SamplingProblem, image: Tensor4D, grid: Tensor4D): Tensor4D {
  const { sampler } = problem;
  const windows = windowsOf(problem, image.shape, grid.shape);
  const isTrained = (): boolean =>
    isRecording() && readsTensors((offset) => kernelWeights(sampler, offset));
  if (windows.length === 1 && windows[0]?.length === 1) return sampleAll(problem, image, grid);
  if (isTrained()) return sampleAll(problem, image, grid);
  const run = (): Tensor4D =>
    joined(windows, (window) => sampleAll(problem, part(image, window, false), part(grid, window)));
  return recomputed(run, [
    {
      input: image,
      saved: [grid],
      gradient: (dy, [g]) => spreadGrid(problem, dy as Tensor4D, g as Tensor4D, image.shape),
    },
    {
      input: grid,
      saved: [image, grid],
      gradient: (dy, [u, g]) =>
        joined(windows, (window) =>
          vectorJacobian(
            (x) => sampleAll(problem, part(u as Tensor4D, window, false), x),
            part(g as Tensor4D, window),
            part(dy as Tensor4D, window),
          ),
        ),
    },
  ]) as Tensor4D;
}

/**
 * The adjoint of `sampleGrid` without fill: the gradient w.r.t. an image of the given shape.
 *
 * @param dy `[batch, outHeight, outWidth, channels]`
 */
export function spreadGrid(
  problem: SamplingProblem,
  dy: Tensor4D,
  grid: Tensor4D,
  imageShape: Tensor4D['shape'],
): Tensor4D {
  const windows = windowsOf(problem, imageShape, grid.shape);
  const [batch, ...pixels] = imageShape;
  const groups = windows.map((group) =>
    group
      .map((window) => (): Tensor4D => {
        const items = batch === 1 ? 1 : window.items.end - window.items.begin;
        return spreadAll(problem, part(dy, window), part(grid, window), [items, ...pixels]);
      })
      .reduce<Tensor4D | undefined>(plus, undefined),
  ) as Tensor4D[];
  return batch === 1
    ? (groups.map((group) => () => group).reduce<Tensor4D | undefined>(plus, undefined) as Tensor4D)
    : concatenated(groups, 0);
}

/** The taps of every point of a grid: `[points, 1]` each. */
function tapsOf(
  { field: { alignCorners }, sampler, padding }: SamplingProblem,
  [imageBatch, height, width]: Tensor4D['shape'],
  grid: Tensor4D,
): { column: Tensor; row: Tensor; columnTaps: Tap[]; rowTaps: Tap[]; item: Tensor } {
  const [gridBatch, outHeight, outWidth] = grid.shape;
  const batch = imageBatch === 1 ? gridBatch : imageBatch;
  const pointsPerItem = outHeight * outWidth;
  const perItem = gridBatch === batch ? grid : tile(grid, [batch, 1, 1, 1]);
  const points = reshape(perItem, [batch * pointsPerItem, 2]);
  const [x, y] = split(points, 2, 1) as [Tensor, Tensor];
  const column = pixelCoordinate(x, width, alignCorners);
  const row = pixelCoordinate(y, height, alignCorners);
  return {
    column,
    row,
    columnTaps: axisTaps(column, width, sampler, padding, alignCorners),
    rowTaps: axisTaps(row, height, sampler, padding, alignCorners),
    item: itemOfPoint(imageBatch, batch, pointsPerItem),
  };
}

function placesOf(item: Tensor, row: Tap, column: Tap): PixelPlaces {
  return { item, row: row.index, column: column.index };
}

function sampleAll(problem: SamplingProblem, image: Tensor4D, grid: Tensor4D): Tensor4D {
  const { fillValue } = problem;
  const channels = image.shape[3];
  const { column, row, columnTaps, rowTaps, item } = tapsOf(problem, image.shape, grid);
  const fills = typeof fillValue === 'number' ? Array<number>(channels).fill(fillValue) : fillValue;
  const finite = fills.map((value) => (Number.isFinite(value) ? value : 0));
  const outside = typeof fillValue === 'number' ? (finite[0] ?? 0) : tensor1d(finite);

  const rows = rowTaps.map((rowTap) => {
    const terms = columnTaps.map((columnTap) => {
      const pixels = gatherPixels(image, placesOf(item, rowTap, columnTap));
      const inside = logicalAnd(rowTap.inside, columnTap.inside);
      return mul(columnTap.weight, keepWhere(inside, pixels, outside));
    });
    return mul(rowTap.weight, addN(terms));
  });
  const known = add(addN(rows), notANumberWhereUnknown(column, row));
  const sampled = fills.every(Number.isFinite)
    ? known
    : markOutside(known, rowTaps, columnTaps, fills);
  const batch = image.shape[0] === 1 ? grid.shape[0] : image.shape[0];
  return reshape(sampled, [batch, grid.shape[1], grid.shape[2], channels]);
}

function spreadAll(
  problem: SamplingProblem,
  dy: Tensor4D,
  grid: Tensor4D,
  imageShape: Tensor4D['shape'],
): Tensor4D {
  const { columnTaps, rowTaps, item } = tapsOf(problem, imageShape, grid);
  const updates = reshape(dy, [-1, imageShape[3]]);
  const spread = rowTaps.flatMap((rowTap) => {
    const byRow = mul(rowTap.weight, updates);
    return columnTaps.map((columnTap) => {
      const inside = logicalAnd(rowTap.inside, columnTap.inside);
      const update = keepWhere(inside, mul(columnTap.weight, byRow), 0);
      const indices = indicesOf(placesOf(item, rowTap, columnTap));
      return addToPixels(update as Tensor2D, indices, imageShape);
    });
  });
  return addN(spread);
}

/**
 * Adds what fill values of NaN and infinity contribute: nothing where a weight is 0, and no slope
 * anywhere, so that a loss which leaves the marked pixels out can be trained.
 */
function markOutside(
  sampled: Tensor,
  rowTaps: readonly Tap[],
  columnTaps: readonly Tap[],
  fills: readonly number[],
): Tensor {
  return withGradient(sampled, (input) => {
    const marks = tensor1d(fills.map((value) => (Number.isFinite(value) ? 0 : value)));
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
      const value = where(unknown, fill(coordinate.shape, NaN), zeros(coordinate.shape));
      return { value, derivative: value };
    });
  return add(poison(column), poison(row));
}
