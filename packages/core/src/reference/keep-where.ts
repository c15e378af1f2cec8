import { scalar, where, type Tensor } from '@tensorflow/tfjs-core';

import { withGradient } from './with-gradient.js';

/**
 * `x` where the mask holds and a constant elsewhere. Unlike `tf.where`, whose gradient multiplies,
 * nothing flows back from the masked places even when what arrives there is NaN or infinite.
 */
export function keepWhere<T extends Tensor>(mask: Tensor, x: T, otherwise: Tensor | number): T {
  return withGradient(x, (input) => ({
    value: where(mask, input, typeof otherwise === 'number' ? scalar(otherwise) : otherwise),
    saved: [mask],
    gradient: (dy, [saved]) => keepWhere(saved as Tensor, dy, 0),
  }));
}
