import type { Tensor3D } from '@tensorflow/tfjs-core';

import { assertAlignCorners, assertMatrix, assertOutputSize } from '../checks/assert-field.js';
import { assertKnownOptions } from '../checks/assert-known-options.js';
import type { HomographyField, OutputSize } from '../contracts/sampling-field.js';
import type { FieldOptions } from '../contracts/transform.js';
import { OptionError } from '../errors.js';

/** The convention of a field's coordinates. */
export type HomographyFieldOptions = Pick<FieldOptions, 'alignCorners'>;

/**
 * Makes a sampling field of a matrix, for `warp`, `fieldGrid` and all that take fields.
 *
 * Convention: the matrix maps normalised output `(x, y, 1)` to homogeneous input coordinates, x
 * right, y down. `toMatrix` makes it from a transform's θ, `normalisedMatrix` from a pixel matrix.
 *
 * @param matrix `[batch, 3, 3]`; the field refers to it, so keep it as long as the field
 * @param outputSize `[height, width]` of the output, in pixels
 * @returns a field whose samples are differentiable in the matrix
 * @throws OptionError for an output size that is no pair of integers, or an unknown option
 * @throws ShapeError if `matrix` is no batch of 3 × 3 matrices; DTypeError, DisposedError
 */
export function homographyField(
  matrix: Tensor3D,
  outputSize: OutputSize,
  options: HomographyFieldOptions = {},
): HomographyField {
  const operation = 'homographyField';
  assertMatrix(operation, 'matrix', matrix);
  if (typeof outputSize === 'object' && outputSize !== null && 'outputSize' in outputSize) {
    throw new OptionError(
      operation,
      'outputSize must be [height, width], got options. Write homographyField(matrix, outputSize, { alignCorners })',
    );
  }
  const size = assertOutputSize(operation, outputSize);
  assertKnownOptions(operation, options, ['alignCorners']);
  const { alignCorners = false } = options;
  assertAlignCorners(operation, alignCorners);
  return { kind: 'homography', matrix, outputSize: size, alignCorners };
}
