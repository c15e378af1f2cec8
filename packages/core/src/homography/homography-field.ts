import type { Tensor3D } from '@tensorflow/tfjs-core';

import { assertFieldOptions, assertMatrix } from '../checks/assert-field.js';
import type { HomographyField } from '../contracts/sampling-field.js';
import type { FieldOptions } from '../contracts/transform.js';

/**
 * Makes a sampling field of a matrix, for `warp`, `fieldGrid` and all that take fields.
 *
 * Convention: the matrix maps normalised output `(x, y, 1)` to homogeneous input coordinates, x
 * right, y down. `toMatrix` makes it from a transform's θ, `normalisedMatrix` from a pixel matrix.
 *
 * @param matrix `[batch, 3, 3]`; the field refers to it, so keep it as long as the field
 * @returns a field whose samples are differentiable in the matrix
 * @throws OptionError for an output size that is no pair of integers, or an unknown option
 * @throws ShapeError if `matrix` is no batch of 3 × 3 matrices; DTypeError, DisposedError
 */
export function homographyField(matrix: Tensor3D, options: FieldOptions): HomographyField {
  const operation = 'homographyField';
  assertMatrix(operation, 'matrix', matrix);
  const field = assertFieldOptions(operation, options, `${operation}(matrix`);
  return { kind: 'homography', matrix, ...field };
}
