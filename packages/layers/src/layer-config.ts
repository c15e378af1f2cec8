import type { serialization } from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { createLocalisation, createSampler, createTransform } from '@tfjs-stn/core';
import { describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

import { readModel, writeModel } from './model-config.js';
import type { SpatialTransformerLayerOptions } from './options.js';
import { isObject, readPart, writePart, type Part } from './part-config.js';

type Options = SpatialTransformerLayerOptions;

/** The options that are no parts and no values of tf.layers' own: JSON as they are. */
const plain = ['outputSize', 'padding', 'fillValue', 'alignCorners', 'seed'] as const;
const ofLayer = ['name', 'trainable', 'batchInputShape'] as const;

/** The layer's own part of its config: names and configs of the parts, and what else was given. */
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
 * @throws UnknownNameError if a part is not registered, OptionError if one is missing or damaged
 */
export function readConfig(config: serialization.ConfigDict): Options {
  if (!isObject(config)) {
    throw new OptionError(
      'SpatialTransformer.fromConfig',
      `config must be an object, got ${describeValue(config)}`,
    );
  }
  const parts = { transform: partOf(config, 'transform'), sampler: partOf(config, 'sampler') };
  const transform = createTransform(parts.transform.name, parts.transform.config);
  const sampler = createSampler(parts.sampler.name, parts.sampler.config);
  const localisation = readLocalisation(config);
  return {
    ...(given(config, [...plain, ...ofLayer]) as Partial<Options>),
    transform,
    sampler,
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

/** A copy of what is given: null, as tf.layers saves what is missing, counts as missing. */
function given(from: object, keys: readonly string[]): serialization.ConfigDict {
  const present = Object.entries(from).filter(
    ([key, value]) => keys.includes(key) && value !== null && value !== undefined,
  );
  return JSON.parse(JSON.stringify(Object.fromEntries(present))) as serialization.ConfigDict;
}
