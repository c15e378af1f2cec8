import { serialization } from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { createLocalisation, createSampler, createTransform } from '@tfjs-stn/core';
import { describeValue } from '@tfjs-stn/core/~internal';
import { OptionError, StnError } from '@tfjs-stn/core/errors';

import { assertRegistered, layerClass } from './assert-registered.js';
import type { SpatialTransformerLayerOptions } from './options.js';
import { type Part, isObject, readPart, writePart } from './part-config.js';

type Options = SpatialTransformerLayerOptions;

/** The layer's own options that are stored as plain JSON. */
const plain = ['outputSize', 'padding', 'fillValue', 'alignCorners', 'seed'] as const;
const ofLayer = ['name', 'trainable', 'batchInputShape'] as const;

/** The config of the layer: names and configs of its components, and the other given options. */
export function writeConfig(options: Options): serialization.ConfigDict {
  const { transform, sampler, localisation } = options;
  return {
    ...given(options, plain),
    transform: writePart(transform),
    sampler: writePart(sampler),
    ...(localisation && {
      localisation:
        localisation instanceof LayersModel ? writeModel(localisation) : writePart(localisation),
    }),
  };
}

/**
 * @throws UnknownNameError that lists the parts which are not registered, OptionError if one is
 *   missing or damaged
 */
export function readConfig(config: serialization.ConfigDict): Options {
  if (!isObject(config)) {
    throw new OptionError(
      'SpatialTransformer.fromConfig',
      `config must be an object, got ${describeValue(config)}`,
    );
  }
  const transform = partOf(config, 'transform');
  const sampler = partOf(config, 'sampler');
  assertRegistered({ className: layerClass, config });
  const localisation = readLocalisation(config);
  return {
    ...(given(config, [...plain, ...ofLayer]) as Partial<Options>),
    transform: createTransform(transform.name, transform.config),
    sampler: createSampler(sampler.name, sampler.config),
    ...(localisation && { localisation }),
  };
}

function readLocalisation(config: serialization.ConfigDict): Options['localisation'] {
  const written = config['localisation'] ?? undefined;
  if (written === undefined) return undefined;
  const model = readModel(written);
  if (model) return model;
  const { name, config: presetConfig } = partOf(config, 'localisation');
  return createLocalisation(name, presetConfig);
}

function partOf(config: serialization.ConfigDict, key: string): Part {
  const part = readPart(config[key]);
  if (part) return part;
  throw new OptionError(
    'SpatialTransformer.fromConfig',
    `config.${key} must be { name, config }, got ${describeValue(config[key])}`,
  );
}

/** A copy of the given options. Null counts as missing, since tf.layers saves missing values as null. */
function given(from: object, keys: readonly string[]): serialization.ConfigDict {
  const present = Object.entries(from).filter(
    ([key, value]) => keys.includes(key) && value !== null && value !== undefined,
  );
  return JSON.parse(JSON.stringify(Object.fromEntries(present))) as serialization.ConfigDict;
}

/** A model in the format of tf.layers' wrapper layers: class and config, without weights. */
function writeModel(model: LayersModel): serialization.ConfigDict {
  const config = JSON.parse(JSON.stringify(model.getConfig())) as serialization.ConfigDict;
  return { className: model.getClassName(), config };
}

/**
 * Rebuilds a model with initial weights, using the classes registered with tf.layers.
 *
 * @returns undefined if the value is not a serialised model
 * @throws OptionError if its class is not registered or rejects its config
 */
function readModel(written: unknown): LayersModel | undefined {
  if (!isObject(written) || typeof written['className'] !== 'string') return undefined;
  const className = written['className'];
  const { classNameMap } = serialization.SerializationMap.getMap();
  // Ignore inherited keys such as constructor and __proto__.
  const entry = Object.hasOwn(classNameMap, className) ? classNameMap[className] : undefined;
  const model = entry && makeModel(className, entry, written['config']);
  if (model instanceof LayersModel) return model;
  throw new OptionError(
    'spatialTransformerLayer',
    `the localisation model's class must be registered with tf.layers, got '${className}'. Call tf.serialization.registerClass with it before loading`,
  );
}

type ClassEntry = ReturnType<typeof serialization.SerializationMap.getMap>['classNameMap'][string];

/** Turns the many errors that tf.layers throws for a damaged config into an OptionError. */
function makeModel(className: string, [type, fromConfig]: ClassEntry, config: unknown): unknown {
  try {
    return fromConfig(type, config as serialization.ConfigDict);
  } catch (error) {
    if (error instanceof StnError) throw error;
    throw new OptionError(
      'spatialTransformerLayer',
      `the localisation model's config must make a ${className}, got ${String(error)}`,
    );
  }
}
