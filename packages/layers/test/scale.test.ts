import * as tf from '@tensorflow/tfjs-core';
import { sequential, layers, type Sequential } from '@tensorflow/tfjs-layers';
import { scaleGradient, scaleLearningRate, spatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { describe, expect, it } from 'vitest';

import { describeBackends } from './support/describe-backends.js';
import { parts } from './support/parts.js';
import { randomTensor } from './support/random-tensor.js';
import { weightsOf } from './support/values.js';

/** A transformer and a dense layer, the same every time. */
function classifier(): Sequential {
  const localisation = fcn({ units: [3] });
  const transformer = spatialTransformerLayer({
    ...parts,
    localisation,
    seed: 1,
    inputShape: [4, 4, 1],
  });
  const dense = layers.dense({ units: 2, kernelInitializer: 'ones' });
  return sequential({ layers: [transformer, layers.flatten(), dense] });
}

/** The weights after three steps, transformer first. */
function trained(optimizerOf: (model: Sequential) => tf.Optimizer): number[][] {
  const model = classifier();
  const optimizer = optimizerOf(model);
  const images = randomTensor([3, 4, 4, 1]);
  for (let step = 0; step < 3; step++) {
    optimizer.minimize(() => tf.mean(tf.square(model.apply(images) as tf.Tensor)));
  }
  const weights = weightsOf(model);
  optimizer.dispose();
  model.dispose();
  images.dispose();
  return weights;
}

const optimizers = {
  sgd: (rate: number) => tf.train.sgd(rate),
  momentum: (rate: number) => tf.train.momentum(rate, 0.9),
  adam: (rate: number) => tf.train.adam(rate),
  rmsprop: (rate: number) => tf.train.rmsprop(rate),
  adagrad: (rate: number) => tf.train.adagrad(rate),
} as const;

describeBackends(() => {
  it.each(['sgd', 'momentum', 'adam', 'rmsprop', 'adagrad'] as const)(
    'scaleLearningRate: the first step of %s is that of a tenth of the rate',
    (name) => {
      const step = (optimizerOf: (model: Sequential) => tf.Optimizer): number[][] => {
        const model = classifier();
        const optimizer = optimizerOf(model);
        const images = randomTensor([3, 4, 4, 1]);
        optimizer.minimize(() => tf.mean(tf.square(model.apply(images) as tf.Tensor)));
        const weights = weightsOf(model);
        optimizer.dispose();
        model.dispose();
        images.dispose();
        return weights;
      };
      const make = optimizers[name];
      const scaled = step((model) =>
        scaleLearningRate(make(0.01), model.layers[0] as layers.Layer, 0.1),
      );
      const [slow, fast] = [step(() => make(0.001)), step(() => make(0.01))];
      expect(slow).not.toEqual(fast);
      const ofTransformer = 4;
      scaled.forEach((weights, index) => {
        const expected = (index < ofTransformer ? slow : fast)[index] as number[];
        expectClose(Float32Array.from(weights), expected, { rtol: 1e-5, atol: 1e-6 });
      });
    },
  );

  it('scaleLearningRate: 0 keeps a layer, 1 changes nothing', () => {
    const start = weightsOf(classifier());
    const frozen = trained((model) =>
      scaleLearningRate(tf.train.adam(0.1), model.layers[0] as layers.Layer, 0),
    );
    expect(frozen.slice(0, 4)).toEqual(start.slice(0, 4));
    expect(frozen.slice(4)).not.toEqual(start.slice(4));
    const whole = trained((model) => scaleLearningRate(tf.train.adam(0.1), model, 1));
    const plain = trained(() => tf.train.adam(0.1));
    whole.forEach((weights, index) =>
      expectClose(Float32Array.from(weights), plain[index] as number[], { rtol: 1e-5, atol: 1e-5 }),
    );
  });

  it('scaleLearningRate: trains with fit and leaves no tensor behind', async () => {
    const model = classifier();
    const optimizer = scaleLearningRate(tf.train.sgd(0.1), model.layers[0] as layers.Layer, 0.5);
    model.compile({ optimizer, loss: 'meanSquaredError' });
    const [images, targets] = [randomTensor([3, 4, 4, 1]), tf.zeros([3, 2])];
    const before = weightsOf(model);
    await model.fit(images, targets, { verbose: 0 });
    expect(weightsOf(model)).not.toEqual(before);
    const step = (): void => {
      optimizer.minimize(() => tf.mean(tf.square(model.apply(images) as tf.Tensor)));
    };
    step();
    expectNoLeak(step);
    tf.dispose([images, targets]);
    model.dispose();
  });

  it('scaleGradient keeps the values and multiplies the gradient', () => {
    const x = tf.tensor1d([1, -2, 3]);
    expectNoLeak(() =>
      tf.tidy(() => {
        expect([...scaleGradient(x, 0.25).dataSync()]).toEqual([1, -2, 3]);
        const cube = (input: tf.Tensor): tf.Tensor => tf.sum(tf.pow(scaleGradient(input, 0.25), 3));
        const gradient = tf.grad(cube);
        expectClose(gradient(x).dataSync(), [0.75, 3, 6.75], { rtol: 1e-5, atol: 1e-6 });
        const second = tf.grad((input) => tf.sum(gradient(input)))(x);
        expectClose(
          second.dataSync(),
          [1 / 16, -2 / 16, 3 / 16].map((v) => 6 * v),
          {
            rtol: 1e-5,
            atol: 1e-6,
          },
        );
      }),
    );
    x.dispose();
  });
});

describe('bad input', () => {
  const dense = layers.dense({ units: 1 });
  it.each([
    [
      () => scaleLearningRate('adam' as never, dense, 1),
      "scaleLearningRate: optimizer must be a tf.Optimizer such as tf.train.adam(), got 'adam'",
    ],
    [
      () => scaleLearningRate(tf.train.sgd(1), {} as never, 1),
      'scaleLearningRate: layer must be a tf.layers layer or model, got an object',
    ],
    [
      () => scaleLearningRate(tf.train.sgd(1), dense, -1),
      'scaleLearningRate: factor must be a finite number of at least 0, got -1',
    ],
    [
      () => scaleGradient(tf.scalar(1), NaN),
      'scaleGradient: factor must be a finite number, got NaN',
    ],
  ])('%#', (call, text) => {
    expect(call).toThrow(text);
  });
});
