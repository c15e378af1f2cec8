import { add, matMul, tidy, zeros, type Tensor3D } from '@tensorflow/tfjs-core';

import { ShapeError } from '../errors.js';
import { assertMatrix } from '../checks/assert-field.js';

/**
 * One homography for two, `a · b`: what the field of `b` does first to an output point, and that
 * of `a` to the result.
 *
 * Convention: each matrix maps normalised output `(x, y, 1)` to homogeneous input coordinates, x
 * right, y down, and `compose(a, b)` takes the point p to a(b(p)). An image warped by `a` and then
 * by `b` is, but for the second interpolation, the image warped by `compose(a, b)`.
 *
 * @param a `[batch, 3, 3]`
 * @param b `[batch, 3, 3]`; a batch of 1 on either side serves the whole batch
 * @returns `[batch, 3, 3]`; differentiable in both, twice
 * @throws ShapeError if one is no batch of 3 × 3 matrices, or their batches do not match
 * @throws DTypeError, OptionError, DisposedError if one is not a float32 tensor that is alive
 */
export function compose(a: Tensor3D, b: Tensor3D): Tensor3D {
  assertMatrix('compose', 'a', a);
  assertMatrix('compose', 'b', b);
  const [ofA, ofB] = [a.shape[0], b.shape[0]];
  if (ofA !== ofB && ofA !== 1 && ofB !== 1) {
    throw new ShapeError(
      'compose',
      `a and b must have the same batch, or one of them 1; a has ${ofA}`,
      b.shape,
    );
  }
  const batch = ofA === 1 ? ofB : ofA;
  return tidy(() => matMul(repeat(a, batch), repeat(b, batch)));
}

/** matMul broadcasts, but its gradient does not add up what was broadcast; that of add does. */
function repeat(matrix: Tensor3D, batch: number): Tensor3D {
  return matrix.shape[0] === batch ? matrix : add(matrix, zeros([batch, 1, 1]));
}
