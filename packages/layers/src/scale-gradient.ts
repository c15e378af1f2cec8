import { clone, customGrad, mul, type Tensor } from '@tensorflow/tfjs-core';
import { describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

/**
 * Returns a tensor unchanged and multiplies its gradient by a factor. Put on θ or on an image, it
 * makes everything before it learn in smaller or larger steps with SGD, by `factor`, or from nothing
 * with 0. Adam and other optimizers that divide by the gradient's size undo a constant factor: use
 * `scaleLearningRate` with those.
 *
 * @param x of any shape
 * @param factor a finite number
 * @returns a tensor with the values of `x`; differentiable in `x`, as often as you like
 * @throws OptionError if the factor is not a finite number
 */
export function scaleGradient<T extends Tensor>(x: T, factor: number): T {
  if (!Number.isFinite(factor)) {
    throw new OptionError(
      'scaleGradient',
      `factor must be a finite number, got ${describeValue(factor)}`,
    );
  }
  const scaled = customGrad((input) => ({
    value: clone(input as Tensor),
    gradFunc: (dy: Tensor) => mul(dy, factor),
  }));
  return scaled(x) as T;
}
