import { serialization } from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { OptionError, StnError } from '@tfjs-stn/core/errors';

import { isObject } from './part-config.js';

/** A model as tf.layers' own wrapper layers write theirs: class and config, without weights. */
export function writeModel(model: LayersModel): serialization.ConfigDict {
  const config = JSON.parse(JSON.stringify(model.getConfig())) as serialization.ConfigDict;
  return { className: model.getClassName(), config };
}

/**
 * Makes a model again, with initial weights, through the classes registered with tf.layers.
 *
 * @returns undefined if it is no model that was written
 * @throws OptionError if its class is not registered, or can't be made of its config
 */
export function readModel(written: unknown): LayersModel | undefined {
  if (!isObject(written) || typeof written['className'] !== 'string') return undefined;
  const className = written['className'];
  const { classNameMap } = serialization.SerializationMap.getMap();
  // A class named constructor or __proto__ is none that somebody registered.
  const entry = Object.hasOwn(classNameMap, className) ? classNameMap[className] : undefined;
  const model = entry && makeModel(className, entry, written['config']);
  if (model instanceof LayersModel) return model;
  throw new OptionError(
    'spatialTransformerLayer',
    `the localisation model's class must be registered with tf.layers, got '${className}'. Call tf.serialization.registerClass with it before loading`,
  );
}

type ClassEntry = ReturnType<typeof serialization.SerializationMap.getMap>['classNameMap'][string];

/** What tf.layers throws about a damaged config is of many kinds. */
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
