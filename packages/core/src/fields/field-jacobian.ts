import { mul, tidy, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertField } from '../checks/assert-field.js';
import { assertImageSize } from '../checks/assert-image-size.js';
import type { OutputSize } from '../contracts/output-size.js';
import type { SamplingField } from '../contracts/sampling-field.js';
import { emptyAlong } from '../reference/empty-output.js';
import { gridJacobian } from '../reference/grid-jacobian.js';
import { homographyJacobian } from '../reference/homography-jacobian.js';
import { materialiseField } from '../reference/materialise-field.js';
import { pixelsPerUnit } from './pixels-per-unit.js';

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
 * @param imageSize `[height, width]` of the image that is read, in pixels
 * @returns both steps, the caller's to dispose; differentiable in the field's tensors, twice
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
