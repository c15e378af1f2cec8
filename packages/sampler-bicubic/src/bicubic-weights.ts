import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';

/**
 * The weights of the four pixels around a point, with d the distance to each:
 * `(a + 2) d³ - (a + 3) d² + 1` up to 1 and `a d³ - 5a d² + 8a d - 4a` up to 2.
 *
 * @param offset of the point from the second of them, in [0, 1)
 */
export function bicubicWeights(offset: Tensor, a: number): Tensor[] {
  const rest = sub(1, offset);
  return [
    outer(add(offset, 1), a),
    inner(offset, rest, a),
    inner(rest, offset, a),
    outer(add(rest, 1), a),
  ];
}

/** With the root 1 taken out, so that the weight of a whole pixel's neighbour is 0 for every `a`. */
function inner(d: Tensor, rest: Tensor, a: number): Tensor {
  return mul(rest, add(mul(sub(1, mul(d, a + 2)), d), 1));
}

function outer(d: Tensor, a: number): Tensor {
  return sub(mul(mul(add(mul(sub(d, 5), d), 8), d), a), 4 * a);
}
