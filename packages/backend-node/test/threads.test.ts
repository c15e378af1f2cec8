import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { warp, type KernelSampler, type SamplingField } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import type { RunnerFor } from '@tfjs-stn/kernels/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { kernelRunner, type KernelRuntime } from '../src/runtime/kernel-runtime.js';
import type { NodeBackend } from '../src/values/node-backend.js';
import { eagerRuntime, noise, registerIn } from './support/eager-runtime.js';
import { separatingMemory } from './support/separating-memory.js';

/** One for each number of threads, which live as long as there is a job every now and then. */
let runtimes: KernelRuntime[];
let separating: RunnerFor;
beforeAll(async () => {
  await tf.setBackend('cpu');
  runtimes = await Promise.all([1, 2, 3, 7].map(eagerRuntime));
  separating = await separatingMemory([2, 3, 7]);
});
afterAll(() => {
  for (const runtime of runtimes) runtime.release();
});

/** What several tensors hold; vitest would compare them word by word. */
type Bits = readonly Buffer[];

/** What `run` gives with one thread, as the others must give it. */
function expectSameBits(run: () => tf.Tensor[]): void {
  const read = (): Bits =>
    tf.tidy(run).map((result) => {
      const { buffer, byteOffset, byteLength } = result.dataSync();
      result.dispose();
      return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
    });
  const registered = (unregister: () => void): Bits => {
    try {
      return read();
    } finally {
      unregister();
    }
  };
  const bits = (runtime: KernelRuntime): Bits =>
    registered(registerIn('cpu', (backend) => kernelRunner(backend as NodeBackend, runtime)));
  const [alone, ...several] = runtimes as [KernelRuntime, ...KernelRuntime[]];
  const expected = bits(alone);
  expect(expected.some((values) => values.some((byte) => byte !== 0))).toBe(true);
  const expectThem = (actual: Bits): void =>
    expect(actual.map((values, index) => values.equals(expected[index] as Buffer))).toEqual(
      expected.map(() => true),
    );
  expectThem(registered(registerIn('cpu', separating)));
  for (const runtime of several) expectThem(bits(runtime));
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
    basis: noise([outputSize[0] * outputSize[1], 12], 3) as tf.Tensor2D,
    coefficients: noise([batch, 12, 2], 4) as tf.Tensor3D,
    outputSize,
    alignCorners,
  }),
};

const { fastKernel: _, ...own } = bicubic();
const samplers: readonly KernelSampler[] = [
  nearest(),
  bilinear(),
  bicubic(),
  { ...own, name: 'lanczos', fastKernel: 'lanczos', taps: 6 },
  { ...own, name: 'a sampler without a kernel' },
];
const batches = [
  ['items of their own', 9, 9],
  ['one image for all', 1, 5],
  ['one field for all', 5, 1],
  ['a single image', 1, 1],
] as const;
// Which points are worked on together decides how some are rounded: rows must not be shared out anyhow.
const sizes: readonly [string, [number, number], [number, number], number][] = [
  ['several bands', [37, 41], [75, 29], 3],
  ['fewer rows than threads', [2, 33], [3, 40], 3],
  ['two channels', [23, 26], [50, 27], 2],
  ['nine channels', [23, 26], [41, 13], 9],
  ['rows of three', [9, 8], [87, 3], 3],
  ['two adjacent tiles', [12, 30], [40, 300], 2],
];

const slow = ({ fastKernel }: KernelSampler): boolean =>
  fastKernel === undefined || fastKernel === 'lanczos';

describe.each(samplers.map((sampler) => [sampler.name, sampler] as const))('%s', (_, sampler) => {
  describe.each(Object.keys(fields))('along a %s', (kind) => {
    describe.each(batches)('%s', (_batch, images, items) => {
      // Of the sizes the first and the last tell whether those of any number of taps share work out.
      it.each(sizes.filter((_size, index) => !slow(sampler) || index % 5 === 0))(
        '%s: the same bits for 1, 2, 3 and 7 threads',
        (_size, imageSize, outSize, channels) => {
          expectSameBits(() => {
            const image = noise([images, ...imageSize, channels], 5) as tf.Tensor4D;
            const field = (fields[kind] as (typeof fields)[string])(items, outSize);
            const { kind: _kind, ...rest } = field;
            const name =
              kind === 'homography' ? 'matrix' : kind === 'grid' ? 'grid' : 'coefficients';
            const source = (rest as unknown as { [name: string]: tf.Tensor })[name] as tf.Tensor;
            const { value, grads } = tf.valueAndGrads((x, y) => {
              const moved = { ...field, [name]: y } as SamplingField;
              const padding = 'reflection';
              return tf.sum(tf.square(warp(x as tf.Tensor4D, moved, { sampler, padding })));
            })([image, source]);
            const filled = warp(image, field, { sampler, fillValue: 0.1 });
            return [value, ...grads, warp(image, field, { sampler }), filled];
          });
        },
      );
    });
  });
});

describe('gradients have the same bits for 1, 2, 3 and 7 threads', () => {
  it.each([
    [1, 3, 2, 1, 'same'],
    [11, 1, 8, 1, 'same'],
    [17, 5, 9, 1, 'valid'],
    [5, 2, 8, 2, 'same'],
    [4, 3, 3, [3, 2], 'valid'],
  ] as const)(
    'convolutions, batch %i, %i channels to %i, strides %j, %s',
    (batch, inChannels, outChannels, strides, pad) => {
      const step = strides as [number, number] | number;
      expectSameBits(() => {
        const x = noise([batch, 14, 13, inChannels], 1) as tf.Tensor4D;
        const filter = noise([3, 4, inChannels, outChannels], 2) as tf.Tensor4D;
        const wide = noise([3, 3, inChannels, 2], 3) as tf.Tensor4D;
        return tf.grads((image, weights, depthwise) => {
          const y = tf.conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, step, pad);
          // tfjs's cpu kernel of it takes one stride for both axes.
          const z = tf.depthwiseConv2d(image as tf.Tensor4D, depthwise as tf.Tensor4D, 1, pad);
          const pooled = tf.avgPool(tf.maxPool(y, 2, 2, 'same'), 2, 1, 'same');
          return tf.add(tf.sum(tf.square(pooled)), tf.sum(tf.square(z)));
        })([x, filter, wide]);
      });
    },
  );

  // tfjs's gradients of ops take no dilation; the kernels do.
  it.each([
    ['Conv2DBackprop', [3, 4, 5, 6]],
    ['DepthwiseConv2dNativeBackprop', [3, 4, 5, 2]],
  ] as const)('%s… with strides and dilations', (name, filterShape) => {
    const [strides, dilations] = [
      [2, 1],
      [1, 3],
    ];
    const inputShape = [6, 15, 19, 5];
    expectSameBits(() => {
      const outChannels = name === 'Conv2DBackprop' ? 6 : 10;
      const dy = noise([6, 8, 19, outChannels], 1);
      const [x, filter] = [noise(inputShape, 2), noise([...filterShape], 3)];
      const attributes = { strides, dilations, pad: 'same', dataFormat: 'NHWC' };
      const shapes = { filterShape: [...filterShape], inputShape };
      const run = (kernel: string, inputs: tf.NamedTensorMap): tf.Tensor =>
        tf.engine().runKernel(kernel, inputs, { ...attributes, ...shapes });
      return [run(`${name}Filter`, { x, dy }), run(`${name}Input`, { dy, filter })];
    });
  });

  it.each(['float32', 'int32'] as const)('UnsortedSegmentSum of %s', (dtype) => {
    expectSameBits(() => {
      const x = tf.cast(tf.mul(noise([61, 9], 1), 1e4), dtype);
      const ids = tf.tensor1d(
        Array.from({ length: 61 }, (_, row) => ((row * 7) % 9) - 1),
        'int32',
      );
      return [tf.unsortedSegmentSum(x, ids, 6)];
    });
  });
});
