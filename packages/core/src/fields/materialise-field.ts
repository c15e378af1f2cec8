import { clone, matMul, reshape, tidy, transpose, type Tensor4D } from '@tensorflow/tfjs-core';

import { emptyTensor } from '../autodiff/with-gradient.js';
import { assertField } from '../checks/assert-field.js';
import { fieldBatch, fieldTensors, type SamplingField } from '../contracts/sampling-field.js';
import { homographyGrid } from './homography-grid.js';

/** Any field as a grid `[batch, outHeight, outWidth, 2]`, differentiable in the field's tensors. */
export function materialiseField(field: SamplingField): Tensor4D {
  if (field.kind === 'grid') return field.grid;
  const empty = emptyAlong(field, 2);
  if (empty !== undefined) return empty;
  switch (field.kind) {
    case 'homography':
      return homographyGrid(field.matrix, field.outputSize, field.alignCorners).grid;
    case 'basis': {
      const { basis, coefficients, outputSize } = field;
      const [batch, terms] = coefficients.shape;
      // One product for the whole batch, so that no copy of the basis is made per item.
      const sideBySide = reshape(transpose(coefficients, [1, 0, 2]), [terms, batch * 2]);
      const points = reshape(matMul(basis, sideBySide), [...outputSize, batch, 2]);
      return transpose(points, [2, 0, 1, 3]) as Tensor4D;
    }
    default:
      return field satisfies never;
  }
}

/** An empty tensor with `channels` values per point if the field has no points, else undefined. */
export function emptyAlong(field: SamplingField, channels: number): Tensor4D | undefined {
  const shape: Tensor4D['shape'] = [fieldBatch(field), ...field.outputSize, channels];
  if (!shape.includes(0)) return undefined;
  return emptyTensor(shape, Object.values(fieldTensors(field)));
}

/**
 * The grid of a sampling field: the input coordinate of every output pixel. `warp` does not need it;
 * use it to inspect a field, in losses, and in samplers that also read elsewhere.
 *
 * Convention: normalised `(x, y)`, x right, y down, in the meaning of the field's alignCorners. A
 * point behind a homography's horizon is at +Infinity.
 *
 * @param field of any kind
 * @returns `[batch, outHeight, outWidth, 2]`, owned by the caller; differentiable in the field's
 *   tensors, twice
 * @throws ShapeError, DTypeError, OptionError, DisposedError if the field is not valid
 */
export function fieldGrid(field: SamplingField): Tensor4D {
  assertField('fieldGrid', field);
  return tidy(() => (field.kind === 'grid' ? clone(field.grid) : materialiseField(field)));
}
