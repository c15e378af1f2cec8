/** What an initializer takes: a seed, or nothing to draw from `Math.random`. */
export interface InitializerSeed {
  readonly seed?: number;
}

/**
 * A different seed for every layer, all following from one. None of them is 0, which tf.layers
 * takes for no seed at all.
 */
export function seedSequence(seed: number | undefined): () => InitializerSeed {
  let layer = 0;
  return () => (seed === undefined ? {} : { seed: mix(seed, layer++) || 1 });
}

/** MurmurHash3's finaliser, so that seed 1's second layer is not seed 2's first. */
function mix(seed: number, layer: number): number {
  let hash = Math.imul(seed ^ Math.imul(layer + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
