import {
  abs,
  add,
  div,
  less,
  logicalNot,
  mul,
  sin,
  square,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { keepWhere } from '@tfjs-stn/core/fields';

/**
 * Up to here, in radians, four terms of the series give sinc as float32 can hold it, and its first two
 * derivatives to 1e-6 and 3e-5.
 */
const seriesEnd = 0.5;

/** sin(πx) / (πx), with its derivatives at 0 as well. */
export function sinc(x: Tensor): Tensor {
  const angle = mul(x, Math.PI);
  const near = less(abs(angle), seriesEnd);
  const small = square(keepWhere(near, angle, 0));
  const series = sub(1, mul(small, sub(1 / 6, mul(small, sub(1 / 120, mul(small, 1 / 5040))))));
  const far = logicalNot(near);
  const large = keepWhere(far, angle, 1);
  return add(keepWhere(near, series, 0), keepWhere(far, div(sin(large), large), 0));
}
