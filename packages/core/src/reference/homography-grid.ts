import {
  abs,
  concat,
  div,
  fill,
  lessEqual,
  logicalAnd,
  logicalNot,
  notEqual,
  reshape,
  transpose,
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
