import '@tensorflow/tfjs-backend-cpu';

import { randomSource } from '@tfjs-stn-apps/digit-training';
import { expectClose, expectNoLeak, oracleHomographyWarp } from '@tfjs-stn/testing';
import { describe, expect, test } from 'vitest';

import {
  distortDigits,
  imageSizes,
  type DigitDistortion,
} from '../../src/paper/training/distort-digits.js';
import { exampleBatch } from '../../src/paper/training/example-batch.js';

const PIXELS = 28 * 28;

/** Four digits: noise in the middle 20×20 pixels. */
const digits = ((): Parameters<typeof distortDigits>[1] => {
  const random = randomSource(7);
  const images = Uint8Array.from({ length: 4 * PIXELS }, (_, at) => {
    const [x, y] = [at % 28, Math.floor(at / 28) % 28];
    return Math.min(x, y) >= 4 && Math.max(x, y) < 24 ? Math.floor(256 * random()) : 0;
  });
  return { count: 4, images, labels: Uint8Array.from([0, 1, 2, 3]) };
})();

function distorted(name: DigitDistortion, random: () => number): Float32Array {
  const images = distortDigits(name, digits, random);
  const values = images.dataSync<'float32'>().slice();
  expect(images.shape).toEqual([4, imageSizes[name], imageSizes[name], 1]);
  images.dispose();
  return values;
}

const names: readonly DigitDistortion[] = ['R', 'RTS', 'P', 'E', 'TC'];

describe.each(names)('distortion %s', (name) => {
  test('depends on the random numbers alone, and keeps grey values', () => {
    const one = distorted(name, randomSource(1, 2));
    expect(one).toEqual(distorted(name, randomSource(1, 2)));
    expect(one).not.toEqual(distorted(name, randomSource(1, 3)));
    expect(Math.min(...one)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...one)).toBeLessThanOrEqual(1.001);
    const ink = one.reduce((sum, value) => sum + value, 0);
    expect(ink).toBeGreaterThan(100);
  });

  test('leaves no tensor behind', () => {
    // The basis of a thin-plate spline is cached by the first call.
    distortDigits(name, digits, randomSource(1)).dispose();
    expectNoLeak(() => distortDigits(name, digits, randomSource(1)).dispose());
  });
});

describe.each([
  ['P', 4, 5],
  ['E', 16, 1.5],
] as const)('%s', (name, points, deviation) => {
  test.each([
    [0, 0],
    [0.75, 0],
    [0.5, 1],
  ])('scales by 0.75 + %f/4 and moves by %f standard deviations', (drawn, moved) => {
    // Each digit draws its scale, then two numbers for each coordinate of each point, of which
    // these give `moved`: sqrt(-2 log(1 - r)) cos(2π 0).
    const radius = 1 - Math.exp((-moved * moved) / 2);
    const perDigit = 1 + 2 * 2 * points;
    let calls = 0;
    const random = (): number => {
      const call = calls++ % perDigit;
      return call === 0 ? drawn : call % 2 === 1 ? radius : 0;
    };
    const actual = distorted(name, random);
    const [zoom, shift] = [1 / (0.75 + drawn / 4), (2 * moved * deviation) / 28];
    const expected = oracleHomographyWarp({
      image: { shape: [4, 28, 28, 1], data: Float64Array.from(digits.images, (ink) => ink / 255) },
      matrix: { shape: [1, 3, 3], data: [zoom, 0, shift, 0, zoom, shift, 0, 0, 1] },
      outputSize: [28, 28],
    });
    expectClose(actual, expected.data, { rtol: 1e-4, atol: 1e-4 });
  });
});

test('TC adds six patches of other digits', () => {
  const alone = { ...digits, images: new Uint8Array(4 * PIXELS).fill(255, 0, PIXELS) };
  const images = distortDigits('TC', alone, randomSource(3));
  const values = images.dataSync<'float32'>();
  images.dispose();
  const counts = [0, 1, 2, 3].map(
    (index) => values.subarray(3600 * index, 3600 * (index + 1)).filter((ink) => ink > 0).length,
  );
  // Digit 0 fills its 28×28 pixels; the others have what they were given of digit 0.
  expect(counts[0]).toBeGreaterThanOrEqual(27 * 27);
  for (const count of counts.slice(1)) {
    expect(count).toBeLessThanOrEqual(6 * 36);
    expect(count).toBeGreaterThanOrEqual(36);
  }
});

test('ADD puts another digit in a second channel and asks for the sum', () => {
  const black = new Uint8Array(4 * PIXELS);
  // Digit n is 28×28 pixels of the grey 60 n: the mean of a channel says which one it shows.
  const solid = { ...digits, images: black.map((_, at) => 60 * Math.floor(at / PIXELS)) };
  const { images, labels } = exampleBatch('ADD', solid, randomSource(3));
  expect(images.shape).toEqual([4, 42, 42, 2]);
  const values = images.dataSync<'float32'>();
  images.dispose();
  const shown = [0, 1, 2, 3].map((index) =>
    [0, 1].map((channel) => {
      const brightest = values
        .subarray(index * 42 * 42 * 2, (index + 1) * 42 * 42 * 2)
        .reduce((most, ink, at) => (at % 2 === channel ? Math.max(most, ink) : most), 0);
      return Math.round((255 * brightest) / 60);
    }),
  );
  expect(shown.map(([first]) => first)).toEqual([0, 1, 2, 3]);
  expect(shown.map(([, second = 0]) => second).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  expect([...labels]).toEqual(shown.map(([first = 0, second = 0]) => first + second));
  expect(exampleBatch('ADD', solid, randomSource(3)).labels).toEqual(labels);
});
