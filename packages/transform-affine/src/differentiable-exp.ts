import { customGrad, exp, mul, type GradSaveFunc, type Tensor } from '@tensorflow/tfjs-core';

/**
 * e to the x, differentiable as often as one likes. The gradient of tfjs 4.22's own `exp` is made
 * of its saved output, through which no second derivative flows.
 */
export function differentiableExp<T extends Tensor>(x: T): T {
  const run = customGrad((input, save) => {
    (save as GradSaveFunc)([input as Tensor]);
    return {
      value: exp(input as Tensor),
      gradFunc: (dy: Tensor, saved: Tensor[]) => mul(dy, differentiableExp(saved[0] as Tensor)),
    };
  });
  return run(x) as T;
}
