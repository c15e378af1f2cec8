import { addN, div, mul, sub, type Tensor } from '@tensorflow/tfjs-core';

import { sinc } from './sinc.js';

/**
 * The weights of the 2 · lobes pixels around a point, which sum to 1.
 *
 * @param offset of the point from the pixel before it, in [0, 1)
 */
export function lanczosWeights(offset: Tensor, lobes: number): Tensor[] {
  const plain = Array.from({ length: 2 * lobes }, (_, tap) => {
    const distance = sub(offset, tap - lobes + 1);
    return mul(sinc(distance), sinc(div(distance, lobes)));
  });
  const total = addN(plain);
  return plain.map((weight) => div(weight, total));
}
