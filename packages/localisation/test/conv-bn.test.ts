import '@tensorflow/tfjs-backend-cpu';

import { moments, setBackend, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { convBn, type ConvBnConfig } from '@tfjs-stn/localisation';
import { beforeAll, describe, expect, it } from 'vitest';

import { describeNet } from './support/describe-net.js';
import { randomTensor } from './support/random-tensor.js';
import { threeParameters as transform } from './support/three-parameters.js';

beforeAll(() => setBackend('cpu'));

describe('convBn', () => {
  it('is designed for 512×512×3 by default', () => {
    const net = convBn().build({ inputShape: [512, 512, 3], transform });
    const block = (size: number, filters: number): string[] =>
      ['Conv2D', 'BatchNormalization', 'ReLU'].map((kind) => `${kind} ${size},${size},${filters}`);
    const pad = (size: number, channels: number): string =>
      `ZeroPadding2D ${size + 2},${size + 2},${channels}`;
    expect(describeNet(net)).toEqual([
      'InputLayer 512,512,3',
      pad(512, 3),
      ...block(256, 64),
      pad(256, 64),
      ...block(128, 128),
      pad(128, 128),
      ...block(64, 256),
      pad(64, 256),
      ...block(32, 512),
      'Conv2D 32,32,256',
      'Conv2D 32,32,1',
      'Flatten 1024',
      'Dense 128',
      'BatchNormalization 128',
      'ReLU 128',
      'Dense 3',
    ]);
    net.dispose();
  });

  it('has biases in all but the 1×1 convolutions', () => {
    const net = convBn({ filters: [2, 3] }).build({ inputShape: [16, 16, 1], transform });
    const biased = net.layers
      .filter((layer) => layer.getClassName() === 'Conv2D')
      .map((layer) => layer.weights.length === 2);
    expect(biased).toEqual([true, true, false, false]);
  });

  it('starts its convolutions He-normal by fan-out', () => {
    const net = convBn({ filters: [64, 128] }).build({
      inputShape: [16, 16, 3],
      transform,
      seed: 5,
    });
    const kernels = net.layers
      .filter((layer) => layer.getClassName() === 'Conv2D')
      .map((layer) => layer.getWeights()[0] as Tensor);
    for (const kernel of kernels.slice(0, 3)) {
      const [height = 0, width = 0, , filters = 0] = kernel.shape;
      const { mean, variance } = tidy(() => moments(kernel));
      // A normal distribution cut at two standard deviations keeps 0.774 of its variance.
      const expected = (0.774 * 2) / (height * width * filters);
      expect(variance.arraySync()).toBeGreaterThan(0.9 * expected);
      expect(variance.arraySync()).toBeLessThan(1.1 * expected);
      expect(Math.abs(mean.arraySync() as number)).toBeLessThan(0.1 * Math.sqrt(expected));
    }
    net.dispose();
  });

  it('adapts to odd and narrow sizes down to its minimum', () => {
    const net = convBn({ filters: [2, 2] }).build({ inputShape: [4, 19, 1], transform });
    expect((net.predict(randomTensor([2, 4, 19, 1])) as Tensor).shape).toEqual([2, 3]);
    expect(() => convBn().build({ inputShape: [16, 15, 3], transform })).toThrow(
      'convBn: images must be at least 16×16 pixels, got [16, 15, 3]. ' +
        'Enlarge them, or give convBn fewer filters',
    );
  });

  it('gives every norm the epsilon and the momentum of its config', () => {
    const norms = (config: ConvBnConfig): object[] =>
      convBn({ filters: [2], ...config })
        .build({ inputShape: [4, 4, 1], transform })
        .layers.filter((layer) => layer.getClassName() === 'BatchNormalization')
        .map((layer) => layer.getConfig());
    const byDefault = { epsilon: 1e-5, momentum: 0.9 };
    expect(norms({})).toMatchObject([byDefault, byDefault]);
    const other = { epsilon: 0.25, momentum: 0 };
    expect(norms(other)).toMatchObject([other, other]);
  });

  it('updates its moving averages in training', async () => {
    const net = convBn({ filters: [2], reduction: 2, units: 3 }).build({
      inputShape: [4, 4, 1],
      transform,
      seed: 1,
    });
    const averages = (): number[][] =>
      net.nonTrainableWeights.map((weight) => [...weight.read().dataSync()]);
    const before = averages();
    net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await net.fit(randomTensor([8, 4, 4, 1]), randomTensor([8, 3]), {
      verbose: 0,
    });
    expect(before).toHaveLength(4);
    averages().forEach((average, index) => expect(average).not.toEqual(before[index]));
  });

  it.each([
    [{ filters: [0] }, 'convBn: filters[0] must be a positive integer, got 0'],
    [{ reduction: 0 }, 'convBn: reduction must be a positive integer, got 0'],
    [{ epsilon: -1 }, 'convBn: epsilon must be a number from 0 to 1, got -1'],
    [{ momentum: '0.9' as never }, "convBn: momentum must be a number from 0 to 1, got '0.9'"],
    [{ units: '128' as never }, "convBn: units must be a positive integer, got '128'"],
  ])('rejects %j', (config, message) => {
    expect(() => convBn(config)).toThrow(message);
  });
});
