import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';

import type { Digits } from '../src/digits.js';
import {
  distort,
  easedDistortion,
  randomThetas,
  similarityTheta,
  type Similarity,
} from '../src/distortion.js';
import { randomSource } from '../src/random.js';

beforeAll(() => setBackend('cpu'));

const full = { maxAngle: 45, scale: [0.7, 1.2], maxShift: 7 } as const;

test('easedDistortion grows from nothing to the full distortion', () => {
  expect(easedDistortion(full, 0)).toEqual({ maxAngle: 0, maxShift: 0, scale: [1, 1] });
  const half = easedDistortion(full, 0.3);
  expect(half.maxAngle).toBeCloseTo(22.5);
  expect(half.maxShift).toBeCloseTo(3.5);
  expect(half.scale[0]).toBeCloseTo(0.85);
  expect(half.scale[1]).toBeCloseTo(1.1);
  for (const progress of [0.6, 0.61, 1]) expect(easedDistortion(full, progress)).toEqual(full);
});

/** A pixel of the digit, from its centre, as it is moved: turned, magnified, shifted. */
function moved([x, y]: readonly [number, number], { angle, scale, shift }: Similarity): number[] {
  return [
    scale * (Math.cos(angle) * x - Math.sin(angle) * y) + shift[0],
    scale * (Math.sin(angle) * x + Math.cos(angle) * y) + shift[1],
  ];
}

test.each([
  [28, { angle: Math.PI / 2, scale: 1, shift: [0, 0] }],
  [42, { angle: 0, scale: 1, shift: [5, -3] }],
  [42, { angle: -0.4, scale: 0.7, shift: [-2, 6] }],
  [60, { angle: 2, scale: 1.2, shift: [1, 1] }],
] satisfies readonly (readonly [number, Similarity])[])(
  'similarityTheta maps pixels of an image %i wide back to the digit: %j',
  (imageSize, similarity) => {
    const [a11, a12, tx, a21, a22, ty] = similarityTheta(similarity, imageSize);
    for (const pixel of [
      [0, 0],
      [5, -3],
      [-14, 14],
    ] as const) {
      const [x = 0, y = 0] = moved(pixel, similarity).map((pixels) => pixels / (imageSize / 2));
      expect(14 * (a11 * x + a12 * y + tx)).toBeCloseTo(pixel[0], 10);
      expect(14 * (a21 * x + a22 * y + ty)).toBeCloseTo(pixel[1], 10);
    }
  },
);

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
] as const)('randomThetas draws %s uniformly between %f and %f', (what, low, high) => {
  const shares = draws().map((draw) => (draw[what] - low) / (high - low));
  expect(Math.min(...shares)).toBeGreaterThan(-1e-5);
  expect(Math.max(...shares)).toBeLessThan(1 + 1e-5);
  for (const quarter of [0, 1, 2, 3]) {
    const within = shares.filter((share) => Math.floor(4 * share) === quarter).length;
    // A standard deviation is 19.
    expect(Math.abs(within - count / 4)).toBeLessThan(90);
  }
});

test('randomThetas repeats itself for the same stream, with six numbers per digit', () => {
  const thetas = randomThetas(distortion, 42, 3, randomSource(2));
  expect(thetas.length).toBe(18);
  expect(randomThetas(distortion, 42, 3, randomSource(2))).toEqual(thetas);
  expect(randomThetas(distortion, 42, 3, randomSource(3))).not.toEqual(thetas);
});

/** An image with ink in one pixel. */
function dotAt(row: number, column: number): Digits {
  const images = new Uint8Array(28 * 28);
  images[row * 28 + column] = 255;
  return { count: 1, images, labels: Uint8Array.of(0) };
}

function inkOf(
  values: ArrayLike<number>,
  size: number,
): [row: number, column: number, ink: number] {
  const list = Array.from(values);
  const place = list.indexOf(Math.max(...list));
  return [Math.floor(place / size), place % size, list[place] ?? 0];
}

function draw(row: number, column: number, theta: readonly number[], size: number): number[] {
  const image = distort(dotAt(row, column), Float32Array.from(theta), size);
  const values = Array.from(image.dataSync());
  image.dispose();
  return values;
}

test('distort: a clockwise quarter turn moves the top to the right', () => {
  const theta = similarityTheta({ angle: Math.PI / 2, scale: 1, shift: [0, 0] }, 28);
  const [row, column, ink] = inkOf(draw(3, 13, theta, 28), 28);
  expect([row, column]).toEqual([13, 24]);
  expect(ink).toBeCloseTo(1, 4);
});

test('distort: a shift moves right and down, in pixels of the larger image', () => {
  const theta = similarityTheta({ angle: 0, scale: 1, shift: [5, -3] }, 42);
  const [row, column, ink] = inkOf(draw(10, 11, theta, 42), 42);
  expect([row, column]).toEqual([10 + 7 - 3, 11 + 7 + 5]);
  expect(ink).toBeCloseTo(1, 4);
});

test('distort: a magnification of 2 spreads a pixel over four times the area', () => {
  const theta = similarityTheta({ angle: 0, scale: 2, shift: [0, 0] }, 28);
  const ink = draw(12, 15, theta, 28).reduce((sum, value) => sum + value, 0);
  expect(ink).toBeCloseTo(4, 3);
});

test('distort: without distortion a digit stays as it is', () => {
  const theta = randomThetas(easedDistortion(full, 0), 28, 1, randomSource(3));
  const [row, column, ink] = inkOf(draw(4, 9, [...theta], 28), 28);
  expect([row, column]).toEqual([4, 9]);
  expect(ink).toBeCloseTo(1, 5);
});
