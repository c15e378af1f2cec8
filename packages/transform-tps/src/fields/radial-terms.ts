import { add, log, mul, type Tensor } from '@tensorflow/tfjs-core';

/** Keeps the logarithm finite at distance 0, far below what float32 sees beside any other. */
const nothing = 1e-12;

/** log r² + 1, twice the slope of U by r²: its product with a difference of points is dU. */
export function radialSlope(squared: Tensor): Tensor {
  return add(log(add(squared, nothing)), 1);
}

/** U = ½ r² log r² of squared distances, in ops without kinks, so differentiable at 0 as well. */
export function radialTerms(squared: Tensor): Tensor {
  return mul(mul(squared, 0.5), log(add(squared, nothing)));
}
