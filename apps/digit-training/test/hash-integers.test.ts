import { expect, test } from 'vitest';

import { hashIntegers } from '../src/hash-integers.js';

// MurmurHash3's mixing, in a few lines of Python's unbounded integers.
test.each([
  [[], 0],
  [[0], 2610738074],
  [[1, 2, 3], 1272988909],
  [[-1, 2 ** 32 - 1], 2839951150],
])('of %j it is %i', (integers, hash) => {
  expect(hashIntegers(integers)).toBe(hash);
});
