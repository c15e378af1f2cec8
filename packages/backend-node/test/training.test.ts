import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { expectClose, seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import {
  filterGradient,
  inputGradient,
  outputShape,
  type Convolution,
} from './support/convolution-oracle.js';
import { eagerRuntime, registerOn } from './support/eager-runtime.js';

type Values = Float32Array | Int32Array;
type Arrays = Readonly<Record<string, readonly [shape: number[], values: Values]>>;

const kernelOf = (name: string): unknown =>
  (tf.getKernel(name, 'cpu') as tf.KernelConfig | undefined)?.kernelFunc;
/** tfjs's own, before ours take their place. */
const originals = Object.fromEntries(
  [
    'MaxPoolGrad',
    'AvgPoolGrad',
    'UnsortedSegmentSum',
    'Conv2DBackpropFilter',
    'Conv2DBackpropInput',
  ].map((name) => [name, kernelOf(name)]),
);

function random(shape: readonly number[], seed: number): Float32Array {
  const next = seededRandom(seed);
  return Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => next() * 2 - 1);
}

/** Runs a kernel by its name, or tfjs's own one, and reads the result. */
function run(name: string, inputs: Arrays, attributes: object, own?: unknown): Values {
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([key, [shape, values]]) => [key, tf.tensor(values, shape)]),
    );
    const kernel = (own ?? kernelOf(name)) as tf.KernelFunc;
    const backend = tf.backend();
    const output = kernel({ inputs: tensors, attrs: attributes as tf.NamedAttrMap, backend });
    const { dataId } = output as tf.TensorInfo;
    return backend.readSync(dataId) as Values;
  });
}

const windows = [
  { strides: [1, 1], dilations: [1, 1], pad: 'valid' },
  { strides: [1, 1], dilations: [1, 1], pad: 'same' },
  { strides: [2, 2], dilations: [1, 1], pad: 'same' },
  { strides: [1, 3], dilations: [1, 1], pad: 'valid' },
  { strides: [3, 2], dilations: [1, 1], pad: 1 },
  { strides: [1, 1], dilations: [2, 2], pad: 'same' },
  { strides: [1, 1], dilations: [3, 1], pad: 'valid' },
] as const;
const shapes = [
  { input: [5, 9, 8, 1], filter: [3, 3, 1, 8] },
  { input: [1, 8, 10, 3], filter: [2, 3, 3, 5] },
  { input: [4, 10, 7, 8], filter: [1, 2, 8, 4] },
] as const;

const convolutions = [false, true].flatMap((isDepthwise) =>
  windows.flatMap((window) =>
    shapes.map(({ input, filter: [height, width, channels, outs] }): [string, Convolution] => {
      const filter = [height, width, channels, isDepthwise ? 2 : outs];
      const of = { ...window, isDepthwise, input, filter } as unknown as Convolution;
      const { strides, dilations, pad } = window;
      const kind = isDepthwise ? 'depthwise' : 'dense';
      const how = `strides ${strides.join()}, dilations ${dilations.join()}, ${pad}`;
      return [`${kind} ${input.join('×')} by ${filter.join('×')}, ${how}`, of];
    }),
  ),
);

const pools = [
  { input: [5, 8, 6, 3], filterSize: 2, strides: 2, pad: 'valid' },
  { input: [2, 9, 7, 8], filterSize: 3, strides: 2, pad: 'same' },
  { input: [1, 6, 9, 5], filterSize: [3, 2], strides: [1, 3], pad: 'valid' },
] as const;

describeBackends(
  ['cpu'],
  () => {
    it('[cpu + node] runs the training kernels on several threads', () => {
      for (const [name, own] of Object.entries(originals)) expect(kernelOf(name)).not.toBe(own);
    });

    describe('[cpu + node] gradients of convolutions', () => {
      it.each(convolutions)('%s', (_, of) => {
        const dyShape = outputShape(of);
        const [x, filter, dy] = [random(of.input, 1), random(of.filter, 2), random(dyShape, 3)];
        const [byFilter, byInput] = of.isDepthwise
          ? ['DepthwiseConv2dNativeBackpropFilter', 'DepthwiseConv2dNativeBackpropInput']
          : ['Conv2DBackpropFilter', 'Conv2DBackpropInput'];
        const attributes = { ...of, dataFormat: 'NHWC', filterShape: of.filter };
        const dFilter = run(byFilter, { x: [of.input, x], dy: [dyShape, dy] }, attributes);
        expectClose(dFilter, filterGradient(of, x, dy), tolerance);
        const inputs: Arrays = { dy: [dyShape, dy], filter: [of.filter, filter] };
        const dInput = run(byInput, inputs, { ...attributes, inputShape: of.input });
        expectClose(dInput, inputGradient(of, filter, dy), tolerance);
      });
    });

    describe('[cpu + node] pooling gradients equal those of tfjs', () => {
      it.each(pools)('%o', (pool) => {
        const info = tf.backend_util.computePool2DInfo(
          [...pool.input],
          pool.filterSize as number,
          pool.strides as number,
          1,
          pool.pad,
        );
        const shape = [...pool.input];
        const dy = random(info.outShape, 4);
        const input = random(shape, 5);
        const common: Arrays = { dy: [info.outShape, dy], input: [shape, input] };
        for (const name of ['MaxPoolGrad', 'AvgPoolGrad']) {
          // tfjs's AvgPoolGrad is wrong where windows reach beyond the border.
          if (name === 'AvgPoolGrad' && pool.pad === 'same') continue;
          const inputs = { ...common, output: [info.outShape, dy] as const };
          const expected = run(name, inputs, pool, originals[name]);
          expectClose(run(name, inputs, pool), expected, tolerance);
        }
      });
    });

    describe('[cpu + node] the kernels of tfjs take over:', () => {
      const [x, dy, filter] = [random([2, 3, 6, 5], 1), random([2, 4, 4, 3], 2), random([108], 3)];
      const channelsFirst = { strides: 1, pad: 'valid', dataFormat: 'NCHW', dilations: 1 };
      const pool = { filterSize: 2, strides: 2, pad: 'valid' };
      const [integers, byWindow] = [Int32Array.from(x, (v) => 100 * v), random([2, 1, 3, 5], 4)];
      const pooled: Arrays = {
        dy: [[2, 1, 3, 5], byWindow],
        input: [[2, 3, 6, 5], integers],
        output: [[2, 1, 3, 5], byWindow],
      };
      const cropping = [
        [0, 0],
        [-1, 0],
        [0, 0],
        [0, 0],
      ];
      it.each<[string, string, Arrays, object]>([
        [
          'a filter of a channels-first convolution',
          'Conv2DBackpropFilter',
          { x: [[2, 3, 6, 5], x], dy: [[2, 4, 4, 3], dy] },
          { ...channelsFirst, filterShape: [3, 3, 3, 4] },
        ],
        [
          'an input of a channels-first convolution',
          'Conv2DBackpropInput',
          { dy: [[2, 4, 4, 3], dy], filter: [[3, 3, 3, 4], filter] },
          { ...channelsFirst, inputShape: [2, 3, 6, 5] },
        ],
        [
          'a convolution that crops',
          'Conv2DBackpropFilter',
          { x: [[2, 3, 6, 5], x], dy: [[2, 1, 5, 3], dy.subarray(0, 30)] },
          { ...channelsFirst, dataFormat: 'NHWC', pad: cropping, filterShape: [2, 2, 5, 3] },
        ],
        ['a maximum of int32', 'MaxPoolGrad', pooled, pool],
        ['a mean of int32', 'AvgPoolGrad', pooled, pool],
      ])('%s', (_what, name, inputs, attributes) => {
        const expected = run(name, inputs, attributes, originals[name]);
        expect(expected.some((value) => value !== 0)).toBe(true);
        expect(run(name, inputs, attributes)).toEqual(expected);
      });

      it('sums of bool', () => {
        const sums = tf.unsortedSegmentSum(
          tf.tensor1d([true, false, true, true], 'bool'),
          tf.tensor1d([0, 1, 0, 2], 'int32'),
          3,
        );
        expect([...sums.dataSync()]).toEqual([2, 0, 1]);
        sums.dispose();
      });
    });

    describe('[cpu + node] UnsortedSegmentSum', () => {
      it.each(['float32', 'int32'] as const)('sums %s', (dtype) => {
        const [rows, columns, segments] = [50, 7, 6];
        const x = random([rows, columns], 6).map((value) => Math.fround(value * 1000));
        const values = dtype === 'int32' ? Int32Array.from(x, Math.trunc) : x;
        const ids = Int32Array.from({ length: rows }, (_, row) => ((row * 5) % 8) - 1);
        const inputs: Arrays = { x: [[rows, columns], values], segmentIds: [[rows], ids] };
        const sums = new Float64Array(segments * columns);
        values.forEach((value, index) => {
          const id = ids[Math.floor(index / columns)] as number;
          if (id < 0 || id >= segments) return;
          const place = id * columns + (index % columns);
          sums[place] = (sums[place] as number) + value;
        });
        const actual = run('UnsortedSegmentSum', inputs, { numSegments: segments });
        expectClose(actual, dtype === 'int32' ? Int32Array.from(sums) : sums, tolerance);
      });
    });
  },
  { setup: { cpu: async () => registerOn('cpu', await eagerRuntime(3)) } },
);

const tolerance = { rtol: 1e-5, atol: 2e-5 };
