import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { warp, type KernelSampler, type SamplingField } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import type { FindKernelMemory } from '@tfjs-stn/kernels/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { KernelRuntime } from '../src/runtime/kernel-runtime.js';
import type { NodeBackend } from '../src/staging/node-backend.js';
import { stagingMemory } from '../src/staging/staging-memory.js';
import { eagerRuntime, noise, registerIn } from './support/jobs.js';
import { separatingMemory } from './support/separating-memory.js';

let runtime: KernelRuntime;
let separating: FindKernelMemory;
beforeAll(async () => {
  await tf.setBackend('cpu');
  runtime = await eagerRuntime(1);
  separating = await separatingMemory([2, 3, 7]);
});
afterEach(() => runtime.release());

type Bits = readonly Uint32Array[];

/** What `run` gives with one thread, as the others must give it. */
function expectSameBits(run: () => tf.Tensor[]): void {
  const read = (): Bits =>
    tf.tidy(run).map((result) => {
      const values = result.dataSync();
      result.dispose();
      return new Uint32Array(values.buffer, values.byteOffset, values.length);
    });
  const registered = (unregister: () => void): Bits => {
    try {
      return read();
    } finally {
      unregister();
    }
  };
  const bits = (threads: number): Bits => {
    runtime.threads = threads;
    return registered(
      registerIn('cpu', (backend) => stagingMemory(backend as NodeBackend, runtime)),
    );
  };
  const expected = bits(1);
  expect(expected.some((values) => values.some((value) => value !== 0))).toBe(true);
  expect(registered(registerIn('cpu', separating))).toEqual(expected);
  for (const threads of [2, 3, 7]) expect(bits(threads)).toEqual(expected);
}

const alignCorners = false;
const fields: {
  readonly [name: string]: (batch: number, outputSize: [number, number]) => SamplingField;
} = {
  homography: (batch, outputSize) => ({
    kind: 'homography',
    matrix: tf.add<tf.Tensor3D>(tf.eye(3), tf.mul(noise([batch, 3, 3], 1), 0.2)),
    outputSize,
    alignCorners,
  }),
  grid: (batch, outputSize) => ({
    kind: 'grid',
    grid: tf.mul<tf.Tensor4D>(noise([batch, ...outputSize, 2], 2), 1.3),
    outputSize,
    alignCorners,
  }),
  basis: (batch, outputSize) => ({
    kind: 'basis',
    basis: noise([outputSize[0] * outputSize[1], 5], 3) as tf.Tensor2D,
    coefficients: noise([batch, 5, 2], 4) as tf.Tensor3D,
    outputSize,
    alignCorners,
  }),
};

const samplers = [nearest(), bilinear(), bicubic()] as readonly KernelSampler[];
const batches = [
  ['items of their own', 9, 9],
  ['one image for all', 1, 5],
  ['one field for all', 5, 1],
  ['a single image', 1, 1],
] as const;
const sizes: readonly [string, [number, number], [number, number]][] = [
  ['several bands', [37, 41], [75, 29]],
  ['fewer rows than threads', [2, 33], [3, 40]],
];

describe.each(samplers.map((sampler) => [sampler.name, sampler] as const))('%s', (_, sampler) => {
  describe.each(Object.keys(fields))('along a %s', (kind) => {
    describe.each(batches)('%s', (_batch, images, items) => {
      it.each(sizes)('%s: the same bits for 1, 2, 3 and 7 threads', (_size, imageSize, outSize) => {
        expectSameBits(() => {
          const image = noise([images, ...imageSize, 3], 5) as tf.Tensor4D;
          const field = (fields[kind] as (typeof fields)[string])(items, outSize);
          const { kind: _kind, ...rest } = field;
          const name = kind === 'homography' ? 'matrix' : kind === 'grid' ? 'grid' : 'coefficients';
          const source = (rest as unknown as { [name: string]: tf.Tensor })[name] as tf.Tensor;
          const { value, grads } = tf.valueAndGrads((x, y) => {
            const moved = { ...field, [name]: y } as SamplingField;
            const padding = 'reflection';
            return tf.sum(tf.square(warp(x as tf.Tensor4D, moved, { sampler, padding })));
          })([image, source]);
          return [value, ...grads, warp(image, field, { sampler })];
        });
      });
    });
  });
});

describe('training', () => {
  beforeEach(() => (runtime.threads = 1));

  it.each([
    [1, 3, 2],
    [11, 1, 8],
    [17, 5, 9],
  ])('of convolutions, batch %i, %i channels to %i', (batch, inChannels, outChannels) => {
    expectSameBits(() => {
      const x = noise([batch, 14, 13, inChannels], 1) as tf.Tensor4D;
      const filter = noise([3, 4, inChannels, outChannels], 2) as tf.Tensor4D;
      const wide = noise([3, 3, inChannels, 2], 3) as tf.Tensor4D;
      return tf.grads((image, weights, depthwise) => {
        const y = tf.conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, 1, 'same');
        const z = tf.depthwiseConv2d(image as tf.Tensor4D, depthwise as tf.Tensor4D, 1, 'same');
        const pooled = tf.avgPool(tf.maxPool(y, 2, 2, 'valid'), 2, 1, 'same');
        return tf.add(tf.sum(tf.square(pooled)), tf.sum(tf.square(z)));
      })([x, filter, wide]);
    });
  });
});
