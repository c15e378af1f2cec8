import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import {
  distort,
  linearPart,
  randomSource,
  randomThetas,
  rotationAngle,
} from '@tfjs-stn-apps/digit-training';
import { beforeAll, describe, expect, test } from 'vitest';

import { distortionNames, distortions } from '../src/settings.js';

beforeAll(() => setBackend('cpu'));

const dot = {
  count: 1,
  images: new Uint8Array(28 * 28).fill(255, 406, 407),
  labels: Uint8Array.of(0),
};

describe.each(distortionNames)('the distortion %s', (name) => {
  const distortion = distortions[name];

  test('covers its range of angles', () => {
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
    const image = distort(dot, thetas, distortion.imageSize);
    expect(image.shape).toEqual([1, distortion.imageSize, distortion.imageSize, 1]);
    image.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
