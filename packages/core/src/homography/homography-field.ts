import type { Tensor3D } from '@tensorflow/tfjs-core';

import { assertAlignCorners, assertMatrix, assertOutputSize } from '../checks/assert-field.js';
import { assertKnownOptions } from '../checks/assert-known-options.js';
import type { HomographyField, OutputSize } from '../contracts/sampling-field.js';

/** The output of a homography field. */
export interface HomographyFieldOptions {
  /** `[height, width]` of the output image, in pixels. */
  readonly outputSize: OutputSize;
  /** Default `false`: -1 and 1 are the outer edges of the corner pixels. */
  readonly alignCorners?: boolean;
}

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
export function homographyField(
  matrix: Tensor3D,
  options: HomographyFieldOptions,
): HomographyField {
  const operation = 'homographyField';
  assertMatrix(operation, 'matrix', matrix);
  assertKnownOptions(operation, options, ['outputSize', 'alignCorners']);
  const { outputSize, alignCorners = false }: Partial<HomographyFieldOptions> = options ?? {};
  assertAlignCorners(operation, alignCorners);
  return {
    kind: 'homography',
    matrix,
    outputSize: assertOutputSize(operation, outputSize),
    alignCorners,
  };
}
