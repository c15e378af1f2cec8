import '@tensorflow/tfjs-backend-cpu';

import { memory, setBackend, zeros, type Rank, type Tensor } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model,
  sequential,
  type LayersModel,
  type Shape,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { defineLocalisation } from '@tfjs-stn/core';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';
import { spatialTransformerLayer, type SpatialTransformerLayerOptions } from '@tfjs-stn/layers';
import { cnn, fcn } from '@tfjs-stn/localisation';
import { expectNoLeak } from '@tfjs-stn/testing';
import { affine } from '@tfjs-stn/transform-affine';
import { describe, expect, it } from 'vitest';

import { parts } from './support/parts.js';

// Not in beforeAll: the cases below build nets before any test runs.
await setBackend('cpu');

const localisation = fcn({ units: [2] });
const make = (options: Partial<SpatialTransformerLayerOptions> = {}) =>
  spatialTransformerLayer({ ...parts, ...options });

function attempt(options: Partial<SpatialTransformerLayerOptions>, ...shapes: Shape[]): () => void {
  return () => {
    const inputs = shapes.map((shape) => input({ shape }));
    make(options).apply(inputs.length === 1 ? (inputs[0] as SymbolicTensor) : inputs);
  };
}

function dense(inputShape: Shape, units = 6): LayersModel {
  return sequential({ layers: [layers.flatten({ inputShape }), layers.dense({ units })] });
}

/** What a call throws; fails if it returns, or leaves a tensor behind. */
function refusal(run: () => unknown): unknown {
  try {
    expectNoLeak(() => {
      run();
      return [];
    });
  } catch (error) {
    return error;
  }
  throw new Error('nothing was refused');
}

describe('spatialTransformerLayer, options', () => {
  it.each<[string, object, string]>([
    [
      'a factory for a transform',
      { transform: affine },
      "must be a transform value such as affine(), got the factory 'affine'. Call it: affine()",
    ],
    [
      'a name for a transform',
      { transform: 'affine' },
      "got the name 'affine'. For names use createTransform(name)",
    ],
    ['no sampler', { sampler: undefined }, 'sampler must be a sampler value such as bilinear()'],
    [
      'an unknown padding',
      { padding: 'mirror' },
      "padding must be one of zeros, border, reflection, wrap, got 'mirror'",
    ],
    [
      'half an output size',
      { outputSize: [3] },
      'outputSize must be [height, width] in whole pixels, got [3]',
    ],
    ['a fraction of a pixel', { outputSize: [3, 2.5] }, 'outputSize must be'],
    [
      'fillValue with border',
      { padding: 'border', fillValue: 1 },
      "fillValue only goes with padding 'zeros'",
    ],
    ['a fillValue that JSON has not', { fillValue: [0, NaN] }, 'fillValue must be finite numbers'],
    [
      'alignCorners as text',
      { alignCorners: 'true' },
      "alignCorners must be a boolean, got 'true'",
    ],
    [
      'a function for a net',
      { localisation: () => 0 },
      "must be a preset such as cnn(), or a tf.LayersModel, got a function. A function can't be saved",
    ],
    ['a preset factory', { localisation: cnn }, "got the factory 'cnn'. Call it: cnn()"],
    ['a seed for nothing', { seed: 3 }, 'seed only goes with a localisation preset'],
  ])('refuses %s', (_, options, message) => {
    const error = refusal(() => make(options));
    expect(error).toBeInstanceOf(OptionError);
    expect((error as OptionError).message).toContain(message);
  });
});

describe('spatialTransformerLayer, inputs', () => {
  it.each<[string, () => void, string]>([
    [
      'an image without channels',
      attempt({ localisation }, [8, 8]),
      'the image must be [batch, height, width, channels], got [-1, 8, 8]. Give a missing axis with tf.layers.reshape',
    ],
    [
      'a volume',
      attempt({}, [8, 8, 8, 1], [6]),
      'the image must be [batch, height, width, channels], got [-1, 8, 8, 8, 1]',
    ],
    [
      'a θ of another width',
      attempt({}, [8, 8, 1], [5]),
      "theta must be [batch, 6] for the transform 'affine', got [-1, 5]. End the layers before it with tf.layers.dense({ units: 6 })",
    ],
    ['a θ as matrix', attempt({}, [8, 8, 1], [2, 3]), 'theta must be [batch, 6]'],
    [
      'a preset on images of any size',
      attempt({ localisation }, [null, 8, 1]),
      "the preset 'fcn' is built for one size of image, got [-1, -1, 8, 1]. Give height, width and channels in inputShape",
    ],
    [
      'images too small for the preset',
      attempt({ localisation: cnn() }, [8, 8, 1]),
      'cnn: images must be at least 28×28 pixels, got [8, 8, 1]',
    ],
  ])('refuses %s', (_, run, message) => {
    const error = refusal(run);
    expect(error).toBeInstanceOf(ShapeError);
    expect((error as ShapeError).message).toContain(message);
  });

  it.each<[string, () => void, string]>([
    [
      'θ together with a localisation net',
      attempt({ localisation }, [8, 8, 1], [6]),
      'with a localisation net the layer takes the image alone, got 2 inputs. Leave out localisation to give theta from outside',
    ],
    [
      'an image alone without one',
      attempt({}, [8, 8, 1]),
      'without a localisation net the layer takes two inputs, [image, theta], got 1. Apply it to both, or give it localisation',
    ],
    ['three inputs', attempt({}, [8, 8, 1], [6], [6]), 'takes two inputs, [image, theta], got 3'],
    [
      'a net for other images',
      attempt({ localisation: dense([4, 4, 1]) }, [8, 8, 1]),
      "must take the layer's images [batch, 8, 8, 1], got one for [batch, 4, 4, 1]",
    ],
    [
      'a net to another θ',
      attempt({ localisation: dense([8, 8, 1], 5) }, [8, 8, 1]),
      "must give theta [batch, 6] for the transform 'affine', got [batch, 5]",
    ],
  ])('refuses %s', (_, run, message) => {
    const error = refusal(run);
    expect(error).toBeInstanceOf(OptionError);
    expect((error as OptionError).message).toContain(message);
  });

  it('refuses a net with two inputs', () => {
    const [left, right] = [input({ shape: [6] }), input({ shape: [6] })];
    const sum = layers.add().apply([left, right] as SymbolicTensor[]) as SymbolicTensor;
    const net = model({ inputs: [left, right] as SymbolicTensor[], outputs: sum });
    expect(attempt({ localisation: net }, [8, 8, 1])).toThrow(
      'must have one input and one output, got 2 and 1',
    );
  });

  it('refuses another size of image once a net is built', () => {
    const layer = make({ localisation });
    layer.apply(input({ shape: [8, 8, 1] }));
    expect(() => layer.apply(input({ shape: [8, 9, 1] }))).toThrow(/expected shape=,8,8,1/);
  });

  it('refuses a fillValue for other channels, integers and empty images', () => {
    const theta = zeros([1, 6]);
    const run = (options: object, image: Tensor) => () => make(options).apply([image, theta]);
    expect(run({ fillValue: [1, 2] }, zeros([1, 3, 3, 1]))).toThrow(
      'one number per channel, 1, got 2',
    );
    expect(run({}, zeros([1, 3, 3, 1], 'int32'))).toThrow('image must be float32, got int32');
    expect(run({}, zeros([1, 0, 3, 1]))).toThrow('image must have pixels and channels');
  });

  it('leaves no tensor behind when a preset does not fit', () => {
    const wrong = defineLocalisation('wrong', () => () => dense([8, 8, 1], 5));
    const foreign = defineLocalisation('foreign', () => () => ({ apply: () => 0 }));
    const before = memory().numTensors;
    expect(attempt({ localisation: wrong() }, [8, 8, 1])).toThrow('must give theta [batch, 6]');
    expect(attempt({ localisation: foreign() }, [8, 8, 1])).toThrow(
      "the preset 'foreign' must build a tf.LayersModel, got object",
    );
    expect(memory().numTensors).toBe(before);
  });
});

describe('spatialTransformerLayer, localise', () => {
  it('throws without a net, and before the net is built', () => {
    const image = zeros([8, 8, 1]) as never;
    expect(() => make().localise(image)).toThrow(
      'localise: the layer has no localisation net. Ask the layer that gives it theta',
    );
    expect(() => make({ localisation }).localise(image)).toThrow(
      'localise: the localisation net is not built yet. Use the layer in a model first',
    );
  });

  it('takes a single image', () => {
    const layer = make({ localisation });
    layer.apply(input({ shape: [8, 8, 1] }));
    expect(layer.localise(zeros<Rank.R3>([8, 8, 1])).shape).toEqual([1, 6]);
    expect(() => layer.localise(zeros([8, 8]) as never)).toThrow(ShapeError);
  });
});
