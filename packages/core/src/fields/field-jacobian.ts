import {
  add,
  concat,
  div,
  logicalAnd,
  mul,
  slice,
  sub,
  tidy,
  zeros,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { keepWhere } from '../autodiff/keep-where.js';
import { assertField, assertImageSize } from '../checks/assert-field.js';
import type { OutputSize, SamplingField } from '../contracts/sampling-field.js';
import { pixelsPerUnit } from '../coordinates/pixel-coordinate.js';
import { homographyJacobian, isFiniteNumber } from './homography-jacobian.js';
import { emptyAlong, materialiseField } from './materialise-field.js';

/** How far the point that a field looks at moves from one output pixel to the next. */
export interface FieldJacobian {
  /** `[batch, outHeight, outWidth, 2]`: the step `(x, y)` for one column further. */
  readonly perColumn: Tensor4D;
  /** `[batch, outHeight, outWidth, 2]`: the step `(x, y)` for one row further. */
  readonly perRow: Tensor4D;
}

/**
 * The local Jacobian of a sampling field: the two sides of the parallelogram in the input image that
 * an output pixel stands for.
 *
 * Convention: in pixels of the input image per output pixel, x right, y down. Exact for
 * homographies. For other fields central differences of the grid, one-sided at the ends, and 0
 * along an axis of one output pixel, which shows no step. 0 behind a horizon, and next to points
 * that are not finite.
 *
 * @param field of any kind
 * @param imageSize `[height, width]` of the input image, in pixels
 * @returns both steps, owned by the caller; differentiable in the field's tensors, twice
 * @throws ShapeError, DTypeError, OptionError, DisposedError
 */
export function fieldJacobian(field: SamplingField, imageSize: OutputSize): FieldJacobian {
  assertField('fieldJacobian', field);
  const size = assertImageSize('fieldJacobian', imageSize);
  const steps = tidy(() => {
    const scale = pixelsPerUnit(size, field.alignCorners);
    const [perColumn, perRow] = stepsOf(field);
    return [mul<Tensor4D>(perColumn, scale), mul<Tensor4D>(perRow, scale)];
  });
  return { perColumn: steps[0] as Tensor4D, perRow: steps[1] as Tensor4D };
}

/** In normalised units. */
function stepsOf(field: SamplingField): [perColumn: Tensor4D, perRow: Tensor4D] {
  const empty = emptyAlong(field, 2);
  if (empty !== undefined) return [empty, empty];
  if (field.kind !== 'homography') {
    const grid = materialiseField(field);
    return [gridJacobian(grid, 2), gridJacobian(grid, 1)];
  }
  const [alongX, alongY] = homographyJacobian(field);
  const [height, width] = field.outputSize;
  const step = (count: number): number => {
    if (!field.alignCorners) return 2 / count;
    return count > 1 ? 2 / (count - 1) : 0;
  };
  return [mul(alongX, step(width)), mul(alongY, step(height))];
}

/**
 * How far a grid moves per output pixel along one of its axes: central differences, one-sided at
 * the ends, 0 on an axis of one pixel, and 0 next to what is not finite.
 *
 * @param grid `[batch, outHeight, outWidth, 2]`
 * @param axis 1 for rows, 2 for columns
 */
function gridJacobian(grid: Tensor4D, axis: 1 | 2): Tensor4D {
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
