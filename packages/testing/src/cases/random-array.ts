import { elementCount } from '../oracle/dense-array.js';

/** A float32 array with its shape, ready for `tf.tensor(data, shape)`. */
export interface Float32Dense {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Float32 values in [low, high). */
export function randomArray(
  random: () => number,
  shape: readonly number[],
  low: number,
  high: number,
): Float32Dense {
  const data = Float32Array.from(
    { length: elementCount(shape) },
    () => low + (high - low) * random(),
  );
  return { shape, data };
}
