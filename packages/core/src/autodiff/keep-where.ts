import { cast, fill, greater, mul, ones, where, type Tensor } from '@tensorflow/tfjs-core';

import { withGradient } from './with-gradient.js';

/** A mask of a shape that it broadcasts to. By a product: tf.where tiles it, which on wasm takes long. */
function spread(mask: Tensor, shape: Tensor['shape']): Tensor {
  if (mask.shape.join() === shape.join()) return mask;
  return greater(mul(cast(mask, 'float32'), ones(shape)), 0);
}

/**
 * `x` where a mask holds and a constant elsewhere: `tf.where` for transforms and samplers. The mask
 * may be computed from `x`, which with `tf.where` fails, since comparisons have no gradient; and
 * nothing flows back from the masked places even when what arrives there is NaN or infinite.
 *
 * @param mask bool, of a shape that broadcasts to that of `x`
 * @param otherwise a number, or a tensor of a shape that broadcasts to that of `x`
 * @returns a tensor of the shape of `x`, differentiable in `x`, as often as is asked
 */
export function keepWhere<T extends Tensor>(mask: Tensor, x: T, otherwise: Tensor | number): T {
  return withGradient(x, (input) => ({
    // Written out, since a scalar would be tiled, which takes long on wasm.
    value: where(
      spread(mask, x.shape),
      input,
      typeof otherwise === 'number' ? fill(x.shape, otherwise) : otherwise,
    ),
    saved: [mask],
    gradient: (dy, [saved]) => keepWhere(saved as Tensor, dy, 0),
  }));
}
