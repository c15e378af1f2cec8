import '@tensorflow/tfjs-backend-cpu';

import { setBackend, type serialization } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { OptionError, UnknownNameError } from '@tfjs-stn/core/errors';
import {
  SpatialTransformerLayer,
  spatialTransformerLayer,
  type SpatialTransformerLayerOptions,
} from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
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
