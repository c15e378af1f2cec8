import '@tensorflow/tfjs-backend-cpu';

import { OptionError } from '@tfjs-stn/core/errors';
import { fcn } from '@tfjs-stn/localisation';
import { describe, expect, it } from 'vitest';

import { describeNet } from './support/describe-net.js';
import { threeParameters as transform } from './support/three-parameters.js';

describe('fcn', () => {
  it('has three hidden layers of 32 units with ReLU by default', () => {
    const net = fcn().build({ inputShape: [42, 42, 1], transform });
    expect(describeNet(net)).toEqual([
      'InputLayer 42,42,1',
      'Flatten 1764',
      'Dense 32',
      'Dense 32',
      'Dense 32',
      'Dense 3',
    ]);
    const activations = net.layers.slice(2).map((layer) => layer.getConfig()['activation']);
    expect(activations).toEqual(['relu', 'relu', 'relu', 'linear']);
    expect(net.countParams()).toBe(1764 * 32 + 32 + 2 * (32 * 32 + 32) + 32 * 3 + 3);
  });

  it('accepts images of a single pixel', () => {
    const net = fcn().build({ inputShape: [1, 1, 1], transform });
    expect(net.outputShape).toEqual([null, 3]);
  });

  it('counts the weights of its layers', () => {
    const build = (units: number): unknown =>
      fcn({ units: [units, 1000] }).build({ inputShape: [32, 32, 1], transform });
    expect(() => build(65_536)).toThrow(
      `fcn: a net must have at most ${2 ** 26} weights, got ${65_536 * 2024 + 3000}. Use smaller images`,
    );
  });

  it('copies its units', () => {
    const units = [4, 3];
    const preset = fcn({ units });
    units[0] = 100;
    const net = preset.build({ inputShape: [2, 2, 1], transform });
    expect(describeNet(net).slice(2)).toEqual(['Dense 4', 'Dense 3', 'Dense 3']);
  });

  it.each([
    [{ units: [32, 0] }, 'fcn: units[1] must be a positive integer, got 0'],
    [{ units: [1.5] }, 'fcn: units[0] must be a positive integer, got 1.5'],
    [{ units: [65_537] }, 'fcn: units[0] must be at most 65536, got 65537'],
    [
      { units: Array<number>(65).fill(1) },
      'fcn: units must be a list of at most 64 positive integers, got [1, 1, 1, 1, 1, 1, 1, 1, …]',
    ],
    [{ units: 32 as never }, 'fcn: units must be a list of at most 64 positive integers, got 32'],
  ])('rejects %j', (config, message) => {
    expect(() => fcn(config)).toThrow(new OptionError('fcn', message.slice('fcn: '.length)));
  });
});
