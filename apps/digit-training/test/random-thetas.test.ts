import { expect, test } from 'vitest';

import { randomSource } from '../src/random-source.js';
import { randomThetas } from '../src/random-thetas.js';

const distortion = { maxAngle: 30, scale: [0.7, 1.2], maxShift: 5 } as const;
const count = 2000;

/** Angle, magnification and shift of each, read off the inverse of θ's matrix. */
function draws(): { angle: number; scale: number; x: number; y: number }[] {
  const thetas = randomThetas(distortion, 42, count, randomSource(1));
  return Array.from({ length: count }, (_, index) => {
    const [a = 0, b = 0, tx = 0, c = 0, d = 0, ty = 0] = thetas.subarray(6 * index);
    const determinant = a * d - b * c;
    return {
      angle: (Math.atan2(b, a) * 180) / Math.PI,
      scale: 42 / 28 / Math.sqrt(determinant),
      // Where the digit's centre lies in the image, 42 pixels wide.
      x: (21 * (b * ty - d * tx)) / determinant,
      y: (21 * (c * tx - a * ty)) / determinant,
    };
  });
}

test.each([
  ['angle', -30, 30],
  ['scale', 0.7, 1.2],
  ['x', -5, 5],
  ['y', -5, 5],
] as const)('%s stays between %f and %f, and fills that evenly', (what, low, high) => {
  const shares = draws().map((draw) => (draw[what] - low) / (high - low));
  expect(Math.min(...shares)).toBeGreaterThan(-1e-5);
  expect(Math.max(...shares)).toBeLessThan(1 + 1e-5);
  for (const quarter of [0, 1, 2, 3]) {
    const within = shares.filter((share) => Math.floor(4 * share) === quarter).length;
    // A standard deviation is 19.
    expect(Math.abs(within - count / 4)).toBeLessThan(90);
  }
});

test('the same stream gives the same digits, six numbers each', () => {
  const thetas = randomThetas(distortion, 42, 3, randomSource(2));
  expect(thetas.length).toBe(18);
  expect(randomThetas(distortion, 42, 3, randomSource(2))).toEqual(thetas);
  expect(randomThetas(distortion, 42, 3, randomSource(3))).not.toEqual(thetas);
});
