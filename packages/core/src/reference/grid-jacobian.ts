import {
  abs,
  add,
  concat,
  div,
  lessEqual,
  logicalAnd,
  slice,
  sub,
  zeros,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { keepWhere } from './keep-where.js';

const largestFloat32 = 3.4e38;

/** Whether numbers are neither infinite nor NaN. */
export function isFiniteNumber(x: Tensor): Tensor {
  return lessEqual(abs(x), largestFloat32);
}

/**
 * How far a grid moves per output pixel along one of its axes: central differences, one-sided at
 * the ends, 0 on an axis of one pixel, and 0 next to what is not finite.
 *
 * @param grid `[batch, outHeight, outWidth, 2]`
 * @param axis 1 for rows, 2 for columns
 */
export function gridJacobian(grid: Tensor4D, axis: 1 | 2): Tensor4D {
  const count = grid.shape[axis];
  if (count < 2) return zeros(grid.shape);
  const part = <T extends Tensor>(x: T, from: number, length: number): T => {
    const begin = x.shape.map((_, dimension) => (dimension === axis ? from : 0));
    const size = x.shape.map((full, dimension) => (dimension === axis ? length : full));
    return slice(x, begin, size);
  };
  const finite = isFiniteNumber(grid);
  const known = keepWhere(finite, grid, 0);
  const both = logicalAnd(part(finite, 1, count - 1), part(finite, 0, count - 1));
  const difference = sub(part(known, 1, count - 1), part(known, 0, count - 1));
  const steps = keepWhere(both, difference, 0);
  const before = concat([part(steps, 0, 1), steps], axis);
  const after = concat([steps, part(steps, count - 2, 1)], axis);
  return div(add(before, after), 2);
}
