import {
  concat,
  div,
  expandDims,
  logicalAnd,
  mul,
  slice,
  sub,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import type { HomographyField } from '../contracts/sampling-field.js';
import { isFiniteNumber } from './grid-jacobian.js';
import { homogeneousRow, matrixEntry } from './homogeneous-row.js';
import { homographyGrid } from './homography-grid.js';
import { keepWhere } from './keep-where.js';

/**
 * How far a homography moves per normalised unit of the output along x and along y:
 * `∂(X / w) = (∂X - (X / w) ∂w) / w`. 0 behind the horizon.
 *
 * @returns each `[batch, outHeight, outWidth, 2]`
 */
export function homographyJacobian(field: HomographyField): [alongX: Tensor4D, alongY: Tensor4D] {
  const { matrix, outputSize, alignCorners } = field;
  const { grid, inFront } = homographyGrid(matrix, outputSize, alignCorners);
  const axes = [0, 1].map((axis) => slice(isFiniteNumber(grid), [0, 0, 0, axis], [-1, -1, -1, 1]));
  const finite = logicalAnd(axes[0] as Tensor, axes[1] as Tensor);
  const usable = logicalAnd(expandDims(inFront, -1), finite);
  const point = keepWhere(usable, grid, 0);
  const w = expandDims(homogeneousRow(matrix, 2, outputSize, alignCorners), -1);
  const divisor = keepWhere(usable, w, 1);
  const along = (column: number): Tensor4D => {
    const entry = (row: number): Tensor => expandDims(matrixEntry(matrix, row, column), -1);
    const numerator = sub(concat([entry(0), entry(1)], 3), mul(point, entry(2)));
    return keepWhere(usable, div<Tensor4D>(numerator, divisor), 0);
  };
  return [along(0), along(1)];
}
