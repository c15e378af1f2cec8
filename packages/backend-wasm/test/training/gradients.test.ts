import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { expectClose } from '@tfjs-stn/testing';
import { describe, it } from 'vitest';

import { randomValues } from './support/random-values.js';
import type { Values } from './support/run-kernel.js';
import { useTrainingKernels } from './support/use-training-kernels.js';
import { zeroCopyRunner } from './support/zero-copy-runner.js';

useTrainingKernels(zeroCopyRunner);

type Op = (...inputs: never[]) => tf.Tensor;

/** An op, and the shapes of the inputs that it is differentiated by. */
const ops: readonly (readonly [name: string, op: Op, shapes: number[][]])[] = [
  [
    'conv2d, rank 3, stride 2',
    (x: tf.Tensor3D, w: tf.Tensor4D) => tf.conv2d(x, w, 2, 'same'),
    [
      [9, 8, 3],
      [3, 3, 3, 4],
    ],
  ],
  [
    'conv2d, explicit padding',
    (x: tf.Tensor4D, w: tf.Tensor4D) =>
      tf.conv2d(
        x,
        w,
        1,
        [
          [0, 0],
          [1, 2],
          [0, 1],
          [0, 0],
        ],
        'NHWC',
        1,
        'floor',
      ),
    [
      [2, 6, 5, 2],
      [3, 2, 2, 5],
    ],
  ],
  [
    'fused.conv2d with bias and relu',
    (x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D) =>
      tf.fused.conv2d({ x, filter, strides: 2, pad: 'valid', bias, activation: 'relu' }),
    [[2, 8, 7, 3], [3, 3, 3, 9], [9]],
  ],
  [
    'conv2dTranspose',
    (x: tf.Tensor4D, w: tf.Tensor4D) => tf.conv2dTranspose(x, w, [2, 9, 8, 3], 2, 'same'),
    [
      [2, 5, 4, 6],
      [3, 3, 3, 6],
    ],
  ],
  [
    'depthwiseConv2d',
    (x: tf.Tensor4D, w: tf.Tensor4D) => tf.depthwiseConv2d(x, w, 2, 'same'),
    [
      [2, 7, 8, 5],
      [3, 3, 5, 2],
    ],
  ],
  [
    'fused.depthwiseConv2d with bias and relu6',
    (x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D) =>
      tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu6' }),
    [[2, 5, 6, 4], [3, 3, 4, 1], [4]],
  ],
  [
    'separableConv2d',
    (x: tf.Tensor4D, depthwise: tf.Tensor4D, pointwise: tf.Tensor4D) =>
      tf.separableConv2d(x, depthwise, pointwise, 1, 'same'),
    [
      [2, 6, 5, 3],
      [3, 3, 3, 2],
      [1, 1, 6, 7],
    ],
  ],
  ['maxPool', (x: tf.Tensor4D) => tf.maxPool(x, 3, 2, 'same'), [[2, 7, 8, 5]]],
  ['avgPool', (x: tf.Tensor4D) => tf.avgPool(x, 2, 2, 'valid'), [[2, 7, 8, 5]]],
  ['gather', (x: tf.Tensor) => tf.gather(x, tf.tensor1d([3, 0, 3, 1], 'int32'), 1), [[2, 4, 3]]],
];

async function gradientsOn(backend: string, op: Op, inputs: readonly Values[]): Promise<Values[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const tensors = inputs.map(({ shape, data }) => tf.tensor(data, shape));
    const weighted = (...xs: tf.Tensor[]): tf.Scalar => {
      const y = op(...(xs as never[]));
      const weights = tf.tensor(randomValues(y.shape, 9).data, y.shape);
      return tf.sum(tf.mul(y, weights));
    };
    const gradients = tf.grads(weighted)(tensors);
    return gradients.map((dx) => ({ shape: dx.shape, data: dx.dataSync() as Float32Array }));
  });
}

describe('tf.grads', () => {
  it.each(ops)('%s', async (_, op, shapes) => {
    const inputs = shapes.map((shape, index) => randomValues(shape, index + 1));
    const actual = await gradientsOn('wasm', op, inputs);
    const expected = await gradientsOn('cpu', op, inputs);
    actual.forEach((gradient, index) =>
      expectClose(gradient, expected[index] as Values, { atol: 1e-5, what: `gradient ${index}` }),
    );
  });

  it('takes second derivatives', async () => {
    const penalty = (x: tf.Tensor4D, w: tf.Tensor4D): tf.Tensor => {
      const [dx] = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
        tf.sum(tf.square(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, 'same'))),
      )([x, w]);
      return tf.square(dx as tf.Tensor);
    };
    const inputs = [randomValues([1, 5, 4, 2], 1), randomValues([3, 3, 2, 3], 2)];
    const actual = await gradientsOn('wasm', penalty, inputs);
    const expected = await gradientsOn('cpu', penalty, inputs);
    actual.forEach((gradient, index) =>
      expectClose(gradient, expected[index] as Values, { rtol: 1e-4, atol: 1e-3 }),
    );
  });
});
