import { mul, type Tensor } from '@tensorflow/tfjs-core';

import { withGradient } from './with-gradient.js';

/** A value and its derivative by the input, both constants as far as the tape is concerned. */
export interface ValueAndDerivative {
  readonly value: Tensor;
  readonly derivative: Tensor;
}

/**
 * A function whose derivative is piecewise constant (flooring, clamping, reflecting), given by its
 * value and its derivative.
 */
export function withDerivative(x: Tensor, compute: (x: Tensor) => ValueAndDerivative): Tensor {
  return withGradient(x, (input) => {
    const { value, derivative } = compute(input);
    return { value, saved: [derivative], gradient: (dy, [factor]) => mul(dy, factor as Tensor) };
  });
}
