import '@tensorflow/tfjs-backend-cpu';

import { memory, type Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { OptionError } from '@tfjs-stn/core/errors';
import { cnn, convBn, fcn, startingAt, tileThetas } from '@tfjs-stn/localisation';
import { describe, expect, it, test } from 'vitest';

import { randomTensor } from './support/random-tensor.js';
import { threeParameters as transform } from './support/three-parameters.js';

describe('startingAt', () => {
  const inputShape = [16, 16, 1] as const;

  it.each([fcn({ units: [3] }), cnn({ filters: [2], kernelSize: 3 }), convBn({ filters: [2] })])(
    'lets a net of $name predict the given theta for every image',
    (preset) => {
      const theta = [4, 5, 6];
      const starting = startingAt(preset, theta);
      // A later change of the list is not seen.
      theta[0] = 9;
      expect({ name: starting.name, config: starting.config }).toEqual({
        name: preset.name,
        config: preset.config,
      });
      const net = starting.build({ inputShape, transform, seed: 1 });
      const predicted = net.predict(randomTensor([2, ...inputShape])) as Tensor;
      expect([...predicted.dataSync()]).toEqual([4, 5, 6, 4, 5, 6]);
      net.dispose();
    },
  );

  it('keeps the other weights of the preset', () => {
    const values = (preset: ReturnType<typeof fcn>): number[][] =>
      preset
        .build({ inputShape, transform, seed: 7 })
        .getWeights()
        .map((weight) => [...weight.dataSync()]);
    const expected = values(fcn());
    expect(values(startingAt(fcn(), [1, 2, 3]))).toEqual([...expected.slice(0, -1), [1, 2, 3]]);
  });

  it('refuses what cannot be a start, and leaves no tensor behind', () => {
    for (const theta of [[1, Number.NaN, 3], '123' as never]) {
      expect(() => startingAt(fcn(), theta)).toThrow(
        'startingAt: theta must be a list of finite numbers, got',
      );
    }
    const before = memory().numTensors;
    const build = (preset: ReturnType<typeof fcn>, theta: number[]) => () =>
      startingAt(preset, theta).build({ inputShape, transform });
    expect(build(fcn(), [1, 2])).toThrow(
      new OptionError(
        'startingAt',
        "theta must have 3 numbers for the transform 'threeParameters', got 2",
      ),
    );
    const headless = {
      ...fcn(),
      build: () =>
        sequential({
          layers: [
            layers.flatten({ inputShape: [...inputShape] }),
            layers.dense({ units: 3, useBias: false }),
          ],
        }),
    };
    expect(build(headless, [1, 2, 3])).toThrow('must end with a layer to theta that has a bias');
    expect(memory().numTensors).toBe(before);
  });
});

describe('tileThetas', () => {
  test('gives the tiles row by row', () => {
    expect(tileThetas(1, 1)).toEqual([[1, 0, 0, 0, 1, 0]]);
    expect(tileThetas(2, 4).map(([a11, , tx, , a22, ty]) => [a11, tx, a22, ty])).toEqual([
      ...[-0.75, -0.25, 0.25, 0.75].map((x) => [0.25, x, 0.5, -0.5]),
      ...[-0.75, -0.25, 0.25, 0.75].map((x) => [0.25, x, 0.5, 0.5]),
    ]);
  });

  test.each([
    [0, 1, 'rows must be a positive integer, got 0'],
    [1, 1.5, 'columns must be a positive integer, got 1.5'],
  ])('refuses %f × %f', (rows, columns, text) => {
    expect(() => tileThetas(rows, columns)).toThrow(text);
  });
});
