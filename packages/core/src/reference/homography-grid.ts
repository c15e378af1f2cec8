import {
  abs,
  concat,
  div,
  expandDims,
  lessEqual,
  logicalAnd,
  logicalNot,
  notEqual,
  where,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import type { OutputSize } from '../contracts/output-size.js';
import { homogeneousRow } from './homogeneous-row.js';
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
  outputSize: OutputSize,
  alignCorners: boolean,
): HomographyGrid {
  const row = (index: number): Tensor => homogeneousRow(matrix, index, outputSize, alignCorners);
  const w = row(2);
  const inFront = inFrontOfHorizon(w);
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

/** Where the third coordinate is positive, or NaN, which is to be seen. */
export function inFrontOfHorizon(w: Tensor): Tensor3D {
  return logicalNot<Tensor3D>(lessEqual(w, 0));
}
