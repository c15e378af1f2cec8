import '@tensorflow/tfjs-backend-cpu';

import { setBackend, type serialization } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { OptionError, StnError, UnknownNameError } from '@tfjs-stn/core/errors';
import {
  SpatialTransformerLayer,
  spatialTransformerLayer,
  type SpatialTransformerLayerOptions,
} from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { parts } from './support/parts.js';
import { useRegistered } from './support/registered.js';

useRegistered();
beforeAll(() => setBackend('cpu'));

const again = (config: serialization.ConfigDict): SpatialTransformerLayer =>
  SpatialTransformerLayer.fromConfig(
    SpatialTransformerLayer,
    JSON.parse(JSON.stringify(config)) as serialization.ConfigDict,
  ) as SpatialTransformerLayer;

describe('getConfig', () => {
  it('holds the names of the parts and the given options', () => {
    const layer = spatialTransformerLayer({
      ...parts,
      localisation: fcn({ units: [4, 3] }),
      outputSize: [3, 5],
      padding: 'zeros',
      fillValue: [1, 0.5],
      alignCorners: true,
      seed: 0,
      name: 'straighten',
      inputShape: [8, 8, 2],
    });
    expect(layer.getConfig()).toEqual({
      name: 'straighten',
      trainable: true,
      batchInputShape: [null, 8, 8, 2],
      dtype: 'float32',
      transform: { name: 'affine', config: {} },
      sampler: { name: 'bilinear', config: {} },
      localisation: { name: 'fcn', config: { units: [4, 3] } },
      outputSize: [3, 5],
      padding: 'zeros',
      fillValue: [1, 0.5],
      alignCorners: true,
      seed: 0,
    });
  });

  it('omits options that were not given', () => {
    const config = spatialTransformerLayer({ ...parts, name: 'plain' }).getConfig();
    expect(Object.keys(config).sort()).toEqual(['name', 'sampler', 'trainable', 'transform']);
  });

  it('does not change when the given lists are changed', () => {
    const outputSize: [number, number] = [3, 5];
    const fillValue = [1, 2];
    const layer = spatialTransformerLayer({ ...parts, outputSize, fillValue });
    outputSize[0] = 100;
    fillValue[0] = 100;
    (layer.getConfig()['outputSize'] as number[])[1] = 100;
    expect(layer.getConfig()).toMatchObject({ outputSize: [3, 5], fillValue: [1, 2] });
    expect(
      layer.computeOutputShape([
        [null, 8, 8, 2],
        [null, 6],
      ]),
    ).toEqual([null, 3, 5, 2]);
  });
});

describe('fromConfig', () => {
  it.each<Partial<SpatialTransformerLayerOptions>>([
    {},
    { name: 'straighten', trainable: false, batchInputShape: [4, 8, 8, 2] },
    { outputSize: [0, 3], padding: 'border', alignCorners: false },
    { localisation: fcn(), seed: 12, fillValue: -1 },
  ])('makes a layer with the same config from %j', (options) => {
    const config = spatialTransformerLayer({ ...parts, ...options }).getConfig();
    expect(again(config).getConfig()).toEqual(config);
  });

  it('rebuilds the localisation model through the classes of tf.layers', () => {
    const localisation = sequential({
      layers: [layers.flatten({ inputShape: [4, 4, 1] }), layers.dense({ units: 6 })],
    });
    const config = spatialTransformerLayer({ ...parts, localisation }).getConfig();
    expect(config['localisation']).toMatchObject({ className: 'Sequential' });
    expect(again(config).getConfig()).toEqual(config);
    const strange = { ...config, localisation: { className: 'Strange', config: {} } };
    expect(() => again(strange)).toThrow(
      "the localisation model's class must be registered with tf.layers, got 'Strange'. " +
        'Call tf.serialization.registerClass with it before loading',
    );
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'SpatialTransformer.fromConfig: config must be an object, got null'],
    ['a list', [], 'SpatialTransformer.fromConfig: config must be an object, got []'],
    [
      'text that is no JSON',
      { transform: { name: 'affine', json: { name: '{oops' } } },
      "SpatialTransformer.fromConfig: the config of 'affine' must be JSON, got ",
    ],
    [
      'text that is no object',
      { transform: { name: 'affine', json: { name: '[1]' } } },
      'createTransform: config must be an object, got [1]',
    ],
    [
      'text in another place',
      { transform: { name: 'affine', json: '{}' } },
      'config.transform must be { name, config }, got an object',
    ],
    [
      'text for a config',
      { sampler: { name: 'bilinear', config: '{}' } },
      'createSampler: config must be an object, got "{}"',
    ],
    [
      'a class that every object has',
      { localisation: { className: 'constructor', config: {} } },
      "the localisation model's class must be registered with tf.layers, got 'constructor'",
    ],
    [
      'a prototype for a class',
      { localisation: { className: '__proto__', config: {} } },
      "must be registered with tf.layers, got '__proto__'",
    ],
    [
      'a model without layers',
      { localisation: { className: 'Functional', config: 7 } },
      "the localisation model's config must make a Functional, got ",
    ],
    [
      'a model of a damaged config',
      { localisation: { className: 'Sequential', config: { layers: 7 } } },
      "the localisation model's config must make a Sequential, got ",
    ],
    ['a number for a name', { name: 7 }, 'spatialTransformerLayer: name must be a string, got 7'],
    ['text for trainable', { trainable: 'no' }, "trainable must be a boolean, got 'no'"],
    [
      'text for a shape',
      { batchInputShape: '1,2' },
      "batchInputShape must be a list of whole numbers and null, got '1,2'",
    ],
    ['a negative shape', { batchInputShape: [null, 8, -8, 1] }, 'and null, got [null, 8, -8, 1]'],
    ['a negative output', { outputSize: [-1, 4] }, 'outputSize must be [height, width]'],
  ])('rejects %s with a typed error', (_, changes, message) => {
    const config = spatialTransformerLayer(parts).getConfig();
    const changed =
      Array.isArray(changes) || changes === null ? changes : { ...config, ...(changes as object) };
    const refused = (): unknown => again(changed as serialization.ConfigDict);
    expect(refused).toThrow(OptionError);
    expect(refused).toThrow(message);
  });

  it('turns any config into a layer or a typed error', () => {
    const config = spatialTransformerLayer({
      ...parts,
      localisation: fcn({ units: [2] }),
    }).getConfig();
    const names = ['affine', 'bilinear', 'fcn', 'cnn', 'convBn', 'Sequential', 'constructor'];
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(
          ...names,
          '__proto__',
          '',
          'zeros',
          '{}',
          null,
          true,
          0,
          -1,
          0.5,
          4,
          1e9,
          2 ** 53,
        ),
        fc.jsonValue({ maxDepth: 2 }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.record(
          { name: tie('value'), config: tie('value'), json: tie('value') },
          { requiredKeys: [] },
        ),
        fc.record({ className: tie('value'), config: tie('value') }),
        fc.record(
          {
            units: tie('value'),
            filters: tie('value'),
            kernelSize: tie('value'),
            layers: tie('value'),
          },
          { requiredKeys: [] },
        ),
      ),
    }));
    const keys = [
      ...Object.keys(config),
      'outputSize',
      'padding',
      'fillValue',
      'alignCorners',
      'seed',
      'batchInputShape',
      'inputShape',
    ];
    const changes = fc.dictionary(fc.constantFrom(...keys), value, { minKeys: 1, maxKeys: 3 });
    fc.assert(
      fc.property(changes, (changed) => {
        try {
          again({ ...config, ...changed } as serialization.ConfigDict);
        } catch (error) {
          if (!(error instanceof StnError)) throw error;
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('rejects a damaged config and unknown names', () => {
    const config = spatialTransformerLayer(parts).getConfig();
    expect(() => again({ ...config, transform: null })).toThrow(
      'SpatialTransformer.fromConfig: config.transform must be { name, config }, got null',
    );
    expect(() => again({ ...config, sampler: 'bilinear' })).toThrow(OptionError);
    expect(() => again({ ...config, localisation: 7 })).toThrow(OptionError);
    expect(() => again({ ...config, padding: 'mirror' })).toThrow(OptionError);
    expect(() => again({ ...config, transform: { name: 'afine', config: {} } })).toThrow(
      "Did you mean 'affine'?",
    );
    expect(() => again({ ...config, localisation: { name: 'vgg', config: {} } })).toThrow(
      UnknownNameError,
    );
  });
});
