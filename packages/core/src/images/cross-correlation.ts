import {
  add,
  div,
  mean,
  mul,
  reshape,
  sqrt,
  square,
  sub,
  tidy,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { assertTensor } from '../checks/assert-tensor.js';
import { ShapeError } from '../errors.js';

/** Keeps images of one value from dividing by 0, in units of squared pixel values. */
const epsilon = 1e-8;

/**
 * The normalised cross-correlation of images, item by item: 1 where one is the other up to contrast
 * and brightness, 0 where they have nothing in common, -1 where one is the other's negative. Maximise
 * it to register images.
 *
 * Convention: zero-mean over all pixels and channels of an item. 0 where either has one value alone.
 *
 * @param a `[batch, height, width, channels]`
 * @param b the same shape
 * @returns `[batch]`, differentiable in both
 * @throws ShapeError, DTypeError, OptionError, DisposedError
 */
export function normalisedCrossCorrelation(a: Tensor4D, b: Tensor4D): Tensor1D {
  const operation = 'normalisedCrossCorrelation';
  assertTensor(operation, 'a', a);
  assertTensor(operation, 'b', b);
  if (a.rank !== 4) {
    throw new ShapeError(operation, 'a must be [batch, height, width, channels]', a.shape);
  }
  if (a.shape.join() !== b.shape.join()) {
    throw new ShapeError(operation, `b must have the shape of a, [${a.shape.join(', ')}]`, b.shape);
  }
  return tidy(() => {
    const centred = (x: Tensor): Tensor => {
      const rows = reshape(x, [a.shape[0], -1]);
      return sub(rows, mean(rows, 1, true));
    };
    const [first, second] = [centred(a), centred(b)];
    const length = (x: Tensor): Tensor => sqrt(add(mean(square(x), 1), epsilon));
    return div(mean(mul(first, second), 1), mul(length(first), length(second)));
  });
}
