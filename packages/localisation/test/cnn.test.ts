import '@tensorflow/tfjs-backend-cpu';

import { ShapeError } from '@tfjs-stn/core/errors';
import { cnn } from '@tfjs-stn/localisation';
import { describe, expect, it } from 'vitest';

import { describeNet } from './support/describe-net.js';
import { threeParameters as transform } from './support/three-parameters.js';

describe('cnn', () => {
  it("is the paper's by default", () => {
    const net = cnn().build({ inputShape: [42, 40, 1], transform });
    expect(describeNet(net)).toEqual([
      'InputLayer 42,40,1',
      'MaxPooling2D 21,20,1',
      'Conv2D 17,16,20',
      'MaxPooling2D 8,8,20',
      'Conv2D 4,4,20',
      'Flatten 320',
      'Dense 20',
      'Dense 3',
    ]);
    const activations = net.layers.map((layer) => layer.getConfig()['activation']);
    expect(activations.filter(Boolean)).toEqual(['relu', 'relu', 'relu', 'linear']);
  });

  it.each([
    [{}, 28],
    [{ kernelSize: 3 }, 16],
    [{ filters: [8] }, 10],
    [{ filters: [4, 4, 4], kernelSize: 2 }, 22],
  ])('with %j accepts images from its minimum size', (config, size) => {
    const preset = cnn(config);
    const net = preset.build({ inputShape: [size, size, 1], transform });
    expect(net.layers.at(-3)?.getClassName()).toBe('Flatten');
    expect(net.outputShape).toEqual([null, 3]);
    const tooSmall = (): unknown => preset.build({ inputShape: [size, size - 1, 1], transform });
    expect(tooSmall).toThrow(ShapeError);
    expect(tooSmall).toThrow(
      `must be at least ${size}×${size} pixels, got [${size}, ${size - 1}, 1]`,
    );
  });

  it('says what to change if an image is too small', () => {
    expect(() => cnn().build({ inputShape: [4, 4, 1], transform })).toThrow(
      'cnn: images must be at least 28×28 pixels, got [4, 4, 1]. ' +
        'Enlarge them, or give cnn fewer filters or a smaller kernelSize',
    );
  });

  it.each([
    [{ filters: [20, -1] }, 'cnn: filters[1] must be a positive integer, got -1'],
    [{ kernelSize: 2.5 }, 'cnn: kernelSize must be a positive integer, got 2.5'],
    [{ units: 0 }, 'cnn: units must be a positive integer, got 0'],
    [{ filters: [5000] }, 'cnn: filters[0] must be at most 4096, got 5000'],
    [{ kernelSize: 257 }, 'cnn: kernelSize must be at most 256, got 257'],
    [{ units: NaN }, 'cnn: config.units must be JSON'],
  ])('rejects %j', (config, message) => {
    expect(() => cnn(config)).toThrow(message);
  });
});
