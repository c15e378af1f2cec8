/** Yields the next number in [0, 1). */
export type RandomSource = () => number;

/** Purposes of random numbers: the second integer of a stream, after the seed. */
export const streams = { initialWeights: 1, order: 2, distortion: 3, showcase: 4 } as const;

/** The seed of every distorted test set. It never changes, so results stay comparable. */
export const TEST_SEED = 20_150_605;

/**
 * A repeatable stream of random numbers in [0, 1) for one purpose.
 *
 * A purpose is a list of integers such as seed, stream and step. A resumed run therefore needs no
 * generator state: it asks for the stream of its next step.
 */
export function randomSource(...purpose: readonly number[]): RandomSource {
  const [a, b, c, d] = [0, 1, 2, 3].map((salt) => hashIntegers([salt, ...purpose]));
  return sfc32(a ?? 0, b ?? 0, c ?? 0, d ?? 0);
}

/** Small fast counting generator (Doty-Humphrey, PractRand): 128 bits of state, period > 2^32. */
function sfc32(a: number, b: number, c: number, counter: number): RandomSource {
  const next = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return (result >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** A 32-bit hash of a list of integers (MurmurHash3, one block per integer). */
export function hashIntegers(integers: readonly number[]): number {
  let hash = 0;
  for (const integer of integers) {
    let block = Math.imul(integer, 0xcc9e2d51);
    block = (block << 15) | (block >>> 17);
    hash ^= Math.imul(block, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= integers.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The integers from 0 to count - 1 in random order (Fisher-Yates shuffle). */
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
