import {
  add,
  div,
  greater,
  logicalNot,
  mul,
  square,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';

import { clamp } from '../reference/clamp.js';
import { keepWhere } from '../reference/keep-where.js';

/** Below this ratio of its sides a footprint counts as upright; it is off by an eighth of it. */
const leastSlant = 0.01;

/**
 * The share of a parallelogram on the near side of a straight edge: the box of `width` blurred by
 * the box of `slant`, summed up to `distance`.
 *
 * @param distance of the edge from the parallelogram's centre, across the edge
 * @param width the longer side's extent across the edge, above 0
 * @param slant the shorter side's extent across the edge, from 0 to `width`
 */
export function shareBelow(distance: Tensor, width: Tensor, slant: Tensor): Tensor {
  // Further out nothing changes, and sums would lose their digits.
  const z = clamp(div(distance, width), -1, 1);
  const ratio = div(slant, width);
  const slanted = greater(ratio, leastSlant);
  const divisor = keepWhere(slanted, ratio, 1);
  const half = div(divisor, 2);
  const blurred = div(sub(rampIntegral(add(z, half)), rampIntegral(sub(z, half))), divisor);
  return add(
    keepWhere(slanted, blurred, 0),
    keepWhere(logicalNot(slanted), clamp(add(z, 0.5), 0, 1), 0),
  );
}

/** The integral up to z of a ramp that climbs from 0 at -1/2 to 1 at 1/2. */
function rampIntegral(z: Tensor): Tensor {
  const climbed = mul(square(clamp(add(z, 0.5), 0, 1)), 0.5);
  return add(climbed, clamp(sub(z, 0.5), 0, 2));
}
