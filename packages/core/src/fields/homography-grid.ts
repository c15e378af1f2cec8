import {
  abs,
  add,
  concat,
  div,
  fill,
  lessEqual,
  logicalAnd,
  logicalNot,
  mul,
  notEqual,
  reshape,
  slice,
  tidy,
  transpose,
  where,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { keepWhere } from '../autodiff/keep-where.js';
import { plus } from '../autodiff/plus.js';
import { recomputed } from '../autodiff/recomputed.js';
import { vectorJacobian } from '../autodiff/vector-jacobian.js';
import type { OutputSize } from '../contracts/sampling-field.js';
import { baseCoordinates } from '../coordinates/base-coordinates.js';
import { ranges, type Range } from '../coordinates/ranges.js';

/** A homography's grid, and where it means something. */
interface HomographyGrid {
  /** `[batch, outHeight, outWidth, 2]`, +Infinity behind the horizon. */
  readonly grid: Tensor4D;
  /** `[batch, outHeight, outWidth]` bool: false behind the horizon. */
  readonly inFront: Tensor3D;
}

/** Points whose coordinates are computed at the same time, in some twenty arrays of their size. */
const pointsAtOnce = 2 ** 16;

/**
 * Applies `[batch, 3, 3]` matrices to the output pixels (Jaderberg et al., 2015, eq. 1). Where these
 * are many, it works through bands of rows, and again for the gradient.
 */
export function homographyGrid(
  matrix: Tensor3D,
  outputSize: OutputSize,
  alignCorners: boolean,
): HomographyGrid {
  const [height, width] = outputSize;
  const bandHeight = Math.max(1, Math.floor(pointsAtOnce / (matrix.shape[0] * width)));
  const compute = (m: Tensor3D, rows?: Range): HomographyGrid =>
    gridOfRows(m, outputSize, alignCorners, rows);
  if (bandHeight >= height) return compute(matrix);
  const bands = ranges(height, bandHeight);
  const grid = recomputed(
    () =>
      concat(
        bands.map((rows) => tidy(() => compute(matrix, rows).grid)),
        1,
      ),
    [
      {
        input: matrix,
        saved: [matrix],
        gradient: (dy, [m]) =>
          bands
            .map((rows) => () => {
              const [batch, , , axes] = dy.shape as Tensor4D['shape'];
              const size = [batch, rows.end - rows.begin, width, axes];
              const part = slice(dy, [0, rows.begin, 0, 0], size);
              return vectorJacobian((x) => compute(x, rows).grid, m as Tensor3D, part);
            })
            .reduce<Tensor3D | undefined>(plus, undefined) as Tensor3D,
      },
    ],
  ) as Tensor4D;
  const inFront = tidy(() => inFrontOfHorizon(homogeneousRow(matrix, 2, outputSize, alignCorners)));
  return { grid, inFront };
}

function gridOfRows(
  matrix: Tensor3D,
  outputSize: OutputSize,
  alignCorners: boolean,
  rows?: Range,
): HomographyGrid {
  const row = (index: number): Tensor =>
    homogeneousRow(matrix, index, outputSize, alignCorners, rows);
  const w = row(2);
  const inFront = inFrontOfHorizon(w);
  const divisor = keepWhere(inFront, w, 1);
  const project = (numerator: Tensor): Tensor3D => {
    // Neither behind the horizon nor at infinity does anything flow back, where 0 · Infinity is NaN.
    const quotient = div<Tensor3D>(numerator, divisor);
    const finite = notEqual(abs(quotient), Infinity);
    const projected = div<Tensor3D>(keepWhere(finite, numerator, 0), divisor);
    const elsewhere = where(inFront, quotient, fill(quotient.shape, Infinity));
    return keepWhere(logicalAnd(inFront, finite), projected, elsewhere);
  };
  return { grid: inPairs(project(row(0)), project(row(1))), inFront };
}

/** x and y side by side, by way of a transposition: on wasm to join them pixel by pixel is slow. */
function inPairs(x: Tensor3D, y: Tensor3D): Tensor4D {
  const axes = [x, y].map((axis) => reshape(axis, [1, axis.size]));
  return reshape(transpose(concat(axes, 0)), [...x.shape, 2]);
}

/** Where the third coordinate is positive, or NaN, which is to be seen. */
export function inFrontOfHorizon(w: Tensor): Tensor3D {
  return logicalNot<Tensor3D>(lessEqual(w, 0));
}

/** One entry of every matrix: `[batch, 1, 1]`. */
function matrixEntry(matrix: Tensor3D, row: number, column: number): Tensor3D {
  return slice(matrix, [0, row, column], [matrix.shape[0], 1, 1]);
}

/**
 * One row of `[batch, 3, 3]` matrices times the output pixels `(x, y, 1)`.
 *
 * @param rows of the output. Default: all
 * @returns `[batch, rows, outWidth]`
 */
export function homogeneousRow(
  matrix: Tensor3D,
  row: number,
  [height, width]: OutputSize,
  alignCorners: boolean,
  rows: Range = { begin: 0, end: height },
): Tensor3D {
  const x = reshape(baseCoordinates(width, alignCorners), [1, 1, width]);
  const y = reshape(baseCoordinates(height, alignCorners, rows), [1, rows.end - rows.begin, 1]);
  const entry = (column: number): Tensor => matrixEntry(matrix, row, column);
  return add(mul(entry(0), x), add(mul(entry(1), y), entry(2)));
}
