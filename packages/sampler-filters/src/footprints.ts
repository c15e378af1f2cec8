import {
  add,
  concat,
  div,
  greater,
  lessEqual,
  matMul,
  mul,
  ones,
  reshape,
  slice,
  sqrt,
  square,
  sub,
  tensor1d,
  tidy,
  zeros,
  type Rank,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { HomographyField, OutputSize, SamplingField } from '@tfjs-stn/core';
import { fieldGrid, fieldJacobian, keepWhere } from '@tfjs-stn/core/fields';

import type { Band } from './layout.js';
import { longestSide, unitsPerPixel } from './taps.js';

/**
 * The parallelograms that the pixels of a band stand for, each `[batch, rows, outWidth, 2]`: their
 * centres, and from the first point to the last along either side, in normalised units. Then how long
 * the sides are in pixels, twice for each pixel, and 1 at least.
 */
export type Footprints = [
  grid: Tensor4D,
  across: Tensor4D,
  down: Tensor4D,
  lengthAcross: Tensor4D,
  lengthDown: Tensor4D,
];

/** The footprints of a field's pixels, in differentiable ops. */
export function footprints(
  field: SamplingField,
  imageSize: OutputSize,
  [from, to]: Band,
): Footprints {
  const [height, width] = field.outputSize;
  // With the rows beside them, from which differences are taken.
  const first = Math.max(0, from - 1);
  const part = fieldRows(field, [first, Math.min(height, to + 1)]);
  const own = (rows: Tensor4D): Tensor4D =>
    rows.shape[1] === to - from
      ? rows
      : slice(rows, [0, from - first, 0, 0], [rows.shape[0], to - from, width, 2]);
  const { perColumn, perRow } = fieldJacobian(part, imageSize);
  const units = tensor1d([...unitsPerPixel(imageSize, field.alignCorners)]);
  const [across, lengthAcross] = footprintSide(own(perColumn), units);
  const [down, lengthDown] = footprintSide(own(perRow), units);
  return [own(fieldGrid(part)), across, down, lengthAcross, lengthDown];
}

/**
 * Where along a side of length σ the footprint is read: over σ - 1 pixels of it, since the base
 * sampler itself reads a pixel's width, and not at all where σ ≤ 1.
 *
 * @param side `[batch, rows, outWidth, 2]`, in pixels per output pixel
 * @param units normalised units per pixel
 */
function footprintSide(side: Tensor4D, units: Tensor): [reach: Tensor4D, length: Tensor4D] {
  const parts = tidy(() => {
    const bounded = keepWhere(lessEqual(squaredLength(side), longestSide ** 2), side, 0);
    const squared = squaredLength(bounded);
    const length = sqrt(keepWhere(greater(squared, 1), squared, 1));
    return [mul(mul(bounded, sub(1, div(1, length))), units), length];
  });
  return parts as [Tensor4D, Tensor4D];
}

/** x² + y² in the place of either: as a product, since a sum over pairs and its return are slow. */
function squaredLength(side: Tensor4D): Tensor4D {
  const pairs = reshape(square(side), [-1, 2]);
  return reshape(matMul(pairs, ones([2, 2])), side.shape);
}

/** The field of some of the rows of an output, at least two of them if it has so many. */
function fieldRows(field: SamplingField, [from, to]: Band): SamplingField {
  const [height, width] = field.outputSize;
  const rows = to - from;
  if (rows === height) return field;
  const outputSize = [rows, width] as const;
  switch (field.kind) {
    case 'homography':
      return { ...field, matrix: matrixOfRows(field, [from, to]), outputSize };
    case 'basis': {
      const terms = field.basis.shape[1];
      const basis = slice(field.basis, [from * width, 0], [rows * width, terms]);
      return { ...field, basis, outputSize };
    }
    case 'grid': {
      const grid = slice(field.grid, [0, from, 0, 0], [field.grid.shape[0], rows, width, 2]);
      return { ...field, grid, outputSize };
    }
    default:
      return field satisfies never;
  }
}

/** M · B, where B takes the y of a part of the rows to that of all: y ↦ scale · y + shift. */
function matrixOfRows(
  { matrix, outputSize: [height], alignCorners }: HomographyField,
  [from, to]: Band,
): HomographyField['matrix'] {
  const less = alignCorners ? 1 : 0;
  const scale = (to - from - less) / (height - less);
  const shift = (from + to - less) / (height - less) - 1;
  const column = slice(matrix, [0, 0, 1], [matrix.shape[0], 3, 1]);
  const nothing = zeros<Rank.R3>([matrix.shape[0], 3, 2]);
  const shifted = concat([nothing, mul(column, shift)], 2);
  return add(mul(matrix, tensor1d([1, scale, 1])), shifted);
}
