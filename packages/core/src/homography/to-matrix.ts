import { clone, tidy, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

import { assertTheta, assertTransform } from '../checks/assert-theta.js';
import type { Transform } from '../contracts/transform.js';
import { OptionError } from '../errors.js';

/**
 * The matrices of a transform of the homography family: affine and all below it, projective.
 *
 * Convention: `[batch, 3, 3]`, normalised output `(x, y, 1)` to homogeneous input coordinates, x
 * right, y down. A homography is the same at any scale; parameterisations differ in theirs.
 *
 * @param transform one whose field is a homography, such as `affine()`
 * @param theta `[batch, paramCount]`
 * @returns `[batch, 3, 3]`, owned by the caller; differentiable in θ as often as the transform is
 * @throws OptionError if the transform's field is of another kind, as that of a spline is
 * @throws ShapeError if θ is not `[batch, paramCount]`
 * @throws DTypeError, DisposedError if θ is not a float32 tensor that is alive
 */
export function toMatrix(transform: Transform, theta: Tensor2D): Tensor3D {
  assertTransform('toMatrix', transform);
  assertTheta('toMatrix', theta, transform);
  return tidy(() => {
    const field = transform.field(theta, { outputSize: [1, 1] });
    // A transform may keep the tensors of its fields.
    if (field.kind === 'homography') return clone(field.matrix);
    throw new OptionError(
      'toMatrix',
      `the field of a transform must be a homography, got a ${field.kind} from '${transform.name}'. Use generateGrid to see where it looks`,
    );
  });
}
