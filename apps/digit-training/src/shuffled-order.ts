import type { RandomSource } from './random-source.js';

/** The integers from 0 to count - 1 in random order (Fisher and Yates). */
export function shuffledOrder(count: number, random: RandomSource): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    const value = order[last] as number;
    order[last] = order[chosen] as number;
    order[chosen] = value;
  }
  return order;
}
