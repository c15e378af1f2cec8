import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor1d } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { transformerOf } from '@tfjs-stn-apps/digit-training';
import type { Digits } from '@tfjs-stn-apps/digit-training/digits';
import { decode } from 'fast-png';
import { assert, beforeAll, describe, expect, test } from 'vitest';

import { buildModel } from '../src/build-model.js';
import { beforeAfter } from '../src/report/before-after.js';
import { showcase } from '../src/training/showcase.js';

const DISTORTION = 'translation';
/** Turned by about 20°, three quarters as large, and moved. */
const THETA = [0.7, -0.25, 0.1, 0.25, 0.7, -0.05] as const;

/** The first of every class is a plain square, the brighter the higher; the second is white. */
function plainDigits(labels: readonly number[]): Digits {
  const images = new Uint8Array(labels.length * 784);
  labels.forEach((label, index) => {
    const first = labels.indexOf(label) === index;
    images.fill(first ? 20 * (label + 1) : 255, 784 * index, 784 * (index + 1));
  });
  return { count: labels.length, images, labels: Uint8Array.from(labels) };
}

/** A model whose transformer always answers the same θ: the bias of its last layer. */
function modelWith(theta: readonly number[], imageSize: number): LayersModel {
  const model = buildModel('st-cnn', imageSize, { seed: 1 });
  const bias = transformerOf(model)?.trainableWeights.at(-1);
  expect(bias?.shape).toEqual([6]);
  const values = tensor1d([...theta]);
  bias?.write(values);
  values.dispose();
  return model;
}

/** Bilinear interpolation in plain numbers, zero outside (Jaderberg et al., 2015, equation 5). */
function sampled(image: Float32Array, size: number, x: number, y: number): number {
  const [px, py] = [((x + 1) * size - 1) / 2, ((y + 1) * size - 1) / 2];
  let sum = 0;
  for (let row = 0; row < size; row++) {
    const down = Math.max(0, 1 - Math.abs(py - row));
    if (down === 0) continue;
    for (let column = 0; column < size; column++) {
      const across = Math.max(0, 1 - Math.abs(px - column));
      if (across > 0) sum += down * across * (image[row * size + column] ?? 0);
    }
  }
  return sum;
}

const labels = [7, 7, 3, 0, 9, 1, 1, 8, 2, 6, 5, 4, 0];

describe('the showcase', () => {
  beforeAll(() => setBackend('cpu'));

  test('has the first digit of every class before and after the transformer', async () => {
    const digits = plainDigits(labels);
    const model = modelWith(THETA, 42);
    const before = memory().numTensors;
    const shown = showcase(model, digits, DISTORTION);
    expect(memory().numTensors).toBe(before);
    expect([...shown.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const { imageSize, rectifying } = shown;
    assert(rectifying, 'an ST-CNN has a transformer to show');
    const { size: rectifiedSize, outlines } = rectifying;
    expect([...shown.answers].every((answer) => answer < 10)).toBe(true);
    expect(shown.answers).toHaveLength(10);
    for (let digit = 0; digit < 10; digit++) {
      const image = shown.distorted.subarray(digit * imageSize ** 2, (digit + 1) * imageSize ** 2);
      const middle = image[(imageSize / 2) * imageSize + imageSize / 2];
      expect(middle).toBeCloseTo((20 * (digit + 1)) / 255, 5);
      // The corners of the output, clockwise from the upper left.
      const border = outlines.subarray((digit * outlines.length) / 10);
      const [a, b, tx, c, d, ty] = THETA;
      [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ].forEach(([x = 0, y = 0], corner) => {
        const place = (corner * outlines.length) / 40;
        expect(border[place]).toBeCloseTo(a * x + b * y + tx, 5);
        expect(border[place + 1]).toBeCloseTo(c * x + d * y + ty, 5);
      });
      const worst = furthest(rectifying.images.subarray(digit * rectifiedSize ** 2), image);
      expect(worst).toBeLessThan(1e-4);
    }
    const picture = await beforeAfter([{ model: 'st-cnn', showcase: shown }]);
    const png = decode(picture ?? new Uint8Array());
    expect([png.width, png.height]).toEqual([124 + 10 * 160, 48 + 3 * 160 + 40 + 10]);
    model.dispose();

    function furthest(rectified: Float32Array, image: Float32Array): number {
      const [a, b, tx, c, d, ty] = THETA;
      let most = 0;
      for (let index = 0; index < rectifiedSize ** 2; index++) {
        const u = (2 * (index % rectifiedSize) + 1) / rectifiedSize - 1;
        const v = (2 * Math.floor(index / rectifiedSize) + 1) / rectifiedSize - 1;
        const expected = sampled(image, imageSize, a * u + b * v + tx, c * u + d * v + ty);
        most = Math.max(most, Math.abs(expected - (rectified[index] ?? Number.NaN)));
      }
      return most;
    }
  });

  test('leaves out missing classes, and models without a transformer', () => {
    const digits = plainDigits([3, 3, 1]);
    const model = modelWith(THETA, 42);
    expect([...showcase(model, digits, DISTORTION).labels]).toEqual([1, 3]);
    model.dispose();
    const plain = buildModel('cnn', 42, { seed: 1 });
    expect(showcase(plain, digits, DISTORTION).rectifying).toBeUndefined();
    plain.dispose();
  });

  test('shows distortions that are seen', () => {
    const digits = plainDigits(labels);
    // Only the upper half is white, so that the centre of mass shows the angle.
    for (let digit = 0; digit < digits.count; digit++) {
      digits.images.fill(0, 784 * digit + 392, 784 * (digit + 1));
    }
    const model = buildModel('cnn', 28, { seed: 1 });
    const { distorted } = showcase(model, digits, 'rotation');
    for (let digit = 0; digit < 10; digit++) {
      let [right, up] = [0, 0];
      distorted.subarray(784 * digit, 784 * (digit + 1)).forEach((value, pixel) => {
        right += value * ((pixel % 28) - 13.5);
        up -= value * (Math.floor(pixel / 28) - 13.5);
      });
      const angle = (Math.atan2(right, up) * 180) / Math.PI;
      expect(Math.abs(angle)).toBeGreaterThan(30);
    }
    model.dispose();
  });
});
