import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { expectClose } from '@tfjs-stn/testing';
import { describe, expect, it } from 'vitest';

import { randomValues } from './support/random-values.js';
import { useTrainingKernels } from './support/use-training-kernels.js';
import { zeroCopyRunner } from './support/zero-copy-runner.js';

useTrainingKernels(zeroCopyRunner);

/** One layer of every kind that a small convolutional net is made of. */
function net(): layers.Sequential {
  const seeded = (seed: number) => ({ kernelInitializer: layers.initializers.heNormal({ seed }) });
  return layers.sequential({
    layers: [
      layers.layers.conv2d({ inputShape: [16, 14, 1], filters: 6, kernelSize: 3, ...seeded(1) }),
      layers.layers.batchNormalization(),
      layers.layers.reLU(),
      layers.layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
      layers.layers.separableConv2d({
        filters: 8,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        depthwiseInitializer: layers.initializers.heNormal({ seed: 2 }),
        pointwiseInitializer: layers.initializers.heNormal({ seed: 3 }),
      }),
      layers.layers.depthwiseConv2d({
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        depthwiseInitializer: layers.initializers.heNormal({ seed: 4 }),
      }),
      layers.layers.averagePooling2d({ poolSize: 2, strides: 1 }),
      layers.layers.conv2d({ filters: 8, kernelSize: 2, activation: 'elu', ...seeded(5) }),
      layers.layers.globalAveragePooling2d({}),
      layers.layers.dropout({ rate: 0.1, seed: 6 }),
      layers.layers.dense({ units: 3, activation: 'softmax', ...seeded(7) }),
    ],
  });
}

/** Images with a bright row, column or corner: the class to tell. */
function examples(count: number): { x: tf.Tensor; y: tf.Tensor } {
  const { data } = randomValues([count, 16, 14, 1], 11);
  const labels = Array.from({ length: count }, (_, n) => n % 3);
  labels.forEach((label, n) => {
    for (let i = 0; i < 14; i++) {
      const row = label === 0 ? 5 : label === 1 ? i : i >> 2;
      const column = label === 0 ? i : label === 1 ? 6 : i & 3;
      data[(n * 16 + row) * 14 + column] = 3;
    }
  });
  const x = tf.tensor(data, [count, 16, 14, 1]);
  return { x, y: tf.oneHot(tf.tensor1d(labels, 'int32'), 3) };
}

describe('training on wasm', () => {
  it('fits a convolutional net', async () => {
    await tf.setBackend('wasm');
    const model = net();
    const { x, y } = examples(96);
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
    const { history } = await model.fit(x, y, { epochs: 8, batchSize: 32, verbose: 0 });
    const losses = history['loss'] as number[];
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) * 0.5);
  });

  it('gives every weight the gradient of cpu', async () => {
    const actual = await gradients('wasm');
    const expected = await gradients('cpu');
    expect(actual.size).toBe(expected.size);
    for (const [index, values] of expected) {
      expectClose(actual.get(index) as number[][], values, {
        rtol: 1e-3,
        atol: 1e-5,
        what: `weight ${index}`,
      });
    }
  });
});

/** By place of the weight: names count up from model to model. */
async function gradients(backend: string): Promise<Map<number, number[][]>> {
  await tf.setBackend(backend);
  const model = net();
  const { x, y } = examples(12);
  const loss = (): tf.Scalar => {
    const logits = model.apply(x, { training: false }) as tf.Tensor;
    return tf.neg(tf.mean(tf.sum(tf.mul(y, tf.log(tf.add(logits, 1e-6))), -1)));
  };
  const { grads } = tf.variableGrads(loss);
  return new Map(
    model.trainableWeights.map((weight, index) => [
      index,
      (grads[weight.name] ?? grads[weight.originalName])?.arraySync() as number[][],
    ]),
  );
}
