import { hashIntegers } from './hash-integers.js';

/** Gives the next number in [0, 1). */
export type RandomSource = () => number;

/**
 * A repeatable stream of random numbers for one purpose.
 *
 * A purpose is a list of integers such as seed, kind of use and step. So a resumed run needs no
 * generator's state: it asks for the stream of the step that it has reached.
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
