import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import * as tf from '@tensorflow/tfjs-core';
import { warp } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { seededRandom } from '@tfjs-stn/testing';
import { tps } from '@tfjs-stn/transform-tps';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { registerNodeKernels } from '../src/index.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let unregister: () => void;
beforeAll(async () => {
  await tf.setBackend('cpu');
  unregister = await registerNodeKernels({ threads: 1 });
});
afterAll(() => unregister());

/** MiB that the process holds after a part of the work and after all of it. */
function growthOf(turns: number, turn: (index: number) => void): number {
  const held = (): number => {
    collectGarbage();
    return process.memoryUsage().rss / 2 ** 20;
  };
  const warmUp = turns / 4;
  for (let index = 0; index < warmUp; index++) turn(index);
  const before = held();
  for (let index = warmUp; index < turns; index++) turn(index);
  return held() - before;
}

it('20,000 warps of random sizes leave memory as it was', () => {
  const random = seededRandom(3);
  const sampler = bilinear();
  const upTo = (most: number): number => 1 + Math.floor(random() ** 3 * most);
  const growth = growthOf(20_000, () => {
    tf.tidy(() => {
      const image = tf.zeros<tf.Rank.R4>([1, upTo(300), upTo(300), upTo(4)]);
      const matrix = tf.tensor3d([1, 0, random(), 0, 1, 0, 0, 0, 1], [1, 3, 3]);
      const outputSize = [upTo(300), upTo(300)] as const;
      const field = { kind: 'homography', matrix, outputSize, alignCorners: false } as const;
      warp(image, field, { sampler });
    });
  });
  // Without what is given back: 20,000 results of 60 KB on average.
  expect(growth).toBeLessThan(60);
});

it('10,000 output sizes with a basis leave memory as it was', () => {
  const transform = tps({ controlPoints: [2, 2] });
  // The 10,000 that have the fewest pixels, since each takes a basis.
  const sizes: [number, number][] = [];
  for (let pixels = 1; sizes.length < 10_000; pixels++) {
    for (let height = 1; height <= pixels; height++) {
      if (pixels % height === 0) sizes.push([height, pixels / height]);
    }
  }
  const sampler = bilinear();
  const growth = growthOf(10_000, (index) => {
    tf.tidy(() => {
      const theta = tf.tensor2d([...transform.identity], [1, transform.paramCount]);
      const field = transform.field(theta, { outputSize: sizes[index] as [number, number] });
      warp(tf.zeros<tf.Rank.R4>([1, 9, 9, 1]), field, { sampler });
    });
  });
  expect(growth).toBeLessThan(60);
  transform.dispose?.();
});
