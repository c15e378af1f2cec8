import { elementCount, type Float32Dense } from '../oracle/dense-array.js';

/**
 * A seeded generator of numbers in [0, 1), the same on every machine.
 *
 * Source: mulberry32 by Tommy Ettinger, public domain.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
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
