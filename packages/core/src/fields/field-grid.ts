import { clone, tidy, type Tensor4D } from '@tensorflow/tfjs-core';

import { assertField } from '../checks/assert-field.js';
import type { SamplingField } from '../contracts/sampling-field.js';
import { materialiseField } from '../reference/materialise-field.js';

/**
 * A sampling field written out: for every output pixel the input coordinate it looks at. `warp`
 * does not need it; it is for looking at, for losses, and for samplers that read elsewhere too.
 *
 * Convention: normalised `(x, y)`, x right, y down, in the meaning of the field's alignCorners. A
 * point behind a homography's horizon is at +Infinity.
 *
 * @param field of any kind
 * @returns `[batch, outHeight, outWidth, 2]`, the caller's to dispose; differentiable in the field's
 *   tensors, twice
 * @throws ShapeError, DTypeError, OptionError, DisposedError if the field is none
 */
export function fieldGrid(field: SamplingField): Tensor4D {
  assertField('fieldGrid', field);
  return tidy(() => (field.kind === 'grid' ? clone(field.grid) : materialiseField(field)));
}
