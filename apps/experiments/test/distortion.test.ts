import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import {
  linearPart,
  randomSource,
  randomThetas,
  rotationAngle,
  similarityTheta,
} from '@tfjs-stn-apps/digit-training';
import { beforeAll, describe, expect, test } from 'vitest';

import { distort } from '../src/distortion/distort.js';
import { distortionNames, distortions } from '../src/distortion/distortions.js';

beforeAll(() => setBackend('cpu'));

/** An image with ink in one pixel. */
function dotAt(
  row: number,
  column: number,
): { count: number; images: Uint8Array; labels: Uint8Array } {
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

test('a quarter turn clockwise takes the top to the right', () => {
  const theta = similarityTheta({ angle: Math.PI / 2, scale: 1, shift: [0, 0] }, 28);
  const [row, column, ink] = inkOf(draw(3, 13, theta, 28), 28);
  expect([row, column]).toEqual([13, 24]);
  expect(ink).toBeCloseTo(1, 4);
});

test('a shift moves right and down, in pixels of the larger image', () => {
  const theta = similarityTheta({ angle: 0, scale: 1, shift: [5, -3] }, 42);
  const [row, column, ink] = inkOf(draw(10, 11, theta, 42), 42);
  expect([row, column]).toEqual([10 + 7 - 3, 11 + 7 + 5]);
  expect(ink).toBeCloseTo(1, 4);
});

test('a magnification of 2 spreads a pixel over four times the area', () => {
  const theta = similarityTheta({ angle: 0, scale: 2, shift: [0, 0] }, 28);
  const ink = draw(12, 15, theta, 28).reduce((sum, value) => sum + value, 0);
  expect(ink).toBeCloseTo(4, 3);
});

describe.each(distortionNames)('%s', (name) => {
  const distortion = distortions[name];

  test('stays within its ranges, and fills them', () => {
    const thetas = randomThetas(distortion, distortion.imageSize, 2000, randomSource(1));
    const angles = Array.from({ length: 2000 }, (_, index) =>
      Math.abs(rotationAngle(linearPart(thetas.subarray(6 * index)))),
    );
    const largest = Math.max(...angles);
    expect(largest).toBeLessThanOrEqual(distortion.maxAngle + 1e-3);
    expect(largest).toBeGreaterThanOrEqual(0.99 * distortion.maxAngle);
  });

  test('leaves no tensor behind', () => {
    const before = memory().numTensors;
    const thetas = randomThetas(distortion, distortion.imageSize, 1, randomSource(1));
    const image = distort(dotAt(14, 14), thetas, distortion.imageSize);
    expect(image.shape).toEqual([1, distortion.imageSize, distortion.imageSize, 1]);
    image.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

test('without distortion a digit stays as it is', () => {
  const theta = randomThetas(distortions.none, 28, 1, randomSource(3));
  const [row, column, ink] = inkOf(draw(4, 9, [...theta], 28), 28);
  expect([row, column]).toEqual([4, 9]);
  expect(ink).toBeCloseTo(1, 5);
});
