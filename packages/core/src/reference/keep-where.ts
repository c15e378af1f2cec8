import { fill, where, type Tensor } from '@tensorflow/tfjs-core';

import { withGradient } from './with-gradient.js';

/**
 * `x` where the mask holds and a constant elsewhere. Unlike `tf.where`, whose gradient multiplies,
 * nothing flows back from the masked places even when what arrives there is NaN or infinite.
 */
export function keepWhere<T extends Tensor>(mask: Tensor, x: T, otherwise: Tensor | number): T {
  return withGradient(x, (input) => ({
    // Written out, since a scalar would be tiled, which takes long on wasm.
    value: where(mask, input, typeof otherwise === 'number' ? fill(x.shape, otherwise) : otherwise),
    saved: [mask],
    gradient: (dy, [saved]) => keepWhere(saved as Tensor, dy, 0),
  }));
}
