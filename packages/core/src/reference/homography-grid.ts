import {
  abs,
  add,
  concat,
  div,
  expandDims,
  lessEqual,
  logicalAnd,
  logicalNot,
  mul,
  notEqual,
  reshape,
  slice,
  where,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import type { OutputSize } from '../contracts/output-size.js';
import { baseCoordinates } from './base-coordinates.js';
import { keepWhere } from './keep-where.js';

/** A homography's grid, and where it means something. */
export interface HomographyGrid {
  /** `[batch, outHeight, outWidth, 2]`, +Infinity behind the horizon. */
  readonly grid: Tensor4D;
  /** `[batch, outHeight, outWidth]` bool: false behind the horizon. */
  readonly inFront: Tensor3D;
}

/** Applies `[batch, 3, 3]` matrices to the output pixels (Jaderberg et al., 2015, eq. 1). */
export function homographyGrid(
  matrix: Tensor3D,
  [height, width]: OutputSize,
  alignCorners: boolean,
): HomographyGrid {
  const x = reshape(baseCoordinates(width, alignCorners), [1, 1, width]);
  const y = reshape(baseCoordinates(height, alignCorners), [1, height, 1]);
  const entry = (row: number, column: number): Tensor =>
    slice(matrix, [0, row, column], [matrix.shape[0], 1, 1]);
  const row = (index: number): Tensor =>
    add(mul(entry(index, 0), x), add(mul(entry(index, 1), y), entry(index, 2)));

  const w = row(2);
  const inFront = logicalNot<Tensor3D>(lessEqual(w, 0));
  const divisor = keepWhere(inFront, w, 1);
  const project = (numerator: Tensor): Tensor4D => {
    // Neither behind the horizon nor at infinity does anything flow back, where 0 · Infinity is NaN.
    const quotient = div(numerator, divisor);
    const finite = notEqual(abs(quotient), Infinity);
    const projected = div(keepWhere(finite, numerator, 0), divisor);
    const elsewhere = where(inFront, quotient, Infinity);
    return expandDims(keepWhere(logicalAnd(inFront, finite), projected, elsewhere), -1);
  };
  return { grid: concat([project(row(0)), project(row(1))], -1), inFront };
}
