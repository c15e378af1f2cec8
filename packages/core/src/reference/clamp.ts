import {
  cast,
  clipByValue,
  greater,
  isNaN as isNotANumber,
  less,
  logicalAnd,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';

import { withDerivative } from './with-derivative.js';

/**
 * Into [low, high]. Unlike `tf.clipByValue` it can be differentiated twice, and NaN stays NaN on
 * wasm as well.
 */
export function clamp(x: Tensor, low: number, high: number): Tensor {
  return withDerivative(x, (value) => ({
    value: where(isNotANumber(value), NaN, clipByValue(value, low, high)),
    derivative: cast(logicalAnd(greater(value, low), less(value, high)), 'float32'),
  }));
}
