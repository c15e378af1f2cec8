import {
  add,
  engine,
  getBackend,
  getKernel,
  pad,
  reshape,
  slice,
  tensor2d,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

import { assertTensor } from '../checks/assert-tensor.js';
import { withGradient } from '../autodiff/with-gradient.js';
import { ShapeError } from '../errors.js';
import { StnMatrixFromEntries } from '../sampling/sampling-kernels.js';

const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/**
 * Matrices of which θ is the first entries, row by row; the others are those of the identity.
 *
 * @param entries `[batch, count]`, count at most 9
 * @returns `[batch, 3, 3]`, differentiable, twice; to be called in a `tf.tidy`, as a transform's
 *   `field` is
 * @throws ShapeError if a row has more than nine entries
 */
export function matrixFromEntries(entries: Tensor2D): Tensor3D {
  assertTensor('matrixFromEntries', 'entries', entries);
  const { rank, shape } = entries;
  const [batch, count] = shape;
  if (rank !== 2 || count > 9) {
    throw new ShapeError('matrixFromEntries', 'entries must be [batch, up to 9]', shape);
  }
  if (getKernel(StnMatrixFromEntries, getBackend())) {
    return withGradient(entries, (x) => ({
      value: engine().runKernel<Tensor3D>(StnMatrixFromEntries, { entries: x }),
      saved: [],
      gradient: (dy) => slice(reshape(dy, [batch, 9]), [0, 0], [batch, count]),
    }));
  }
  const others = identity.map((entry, index) => (index < count ? 0 : entry));
  // To concatenate along the last axis copies row by row on most backends, which takes longer.
  const padded = pad(entries, [
    [0, 0],
    [0, 9 - count],
  ]);
  return reshape(add(padded, tensor2d(others, [1, 9])), [batch, 3, 3]);
}
