import { serialization } from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { OptionError } from '@tfjs-stn/core/errors';

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
 * @throws OptionError if its class is not registered
 */
export function readModel(written: unknown): LayersModel | undefined {
  if (!isObject(written) || typeof written['className'] !== 'string') return undefined;
  const className = written['className'];
  const entry = serialization.SerializationMap.getMap().classNameMap[className];
  const model = entry?.[1](entry[0], written['config'] as serialization.ConfigDict);
  if (model instanceof LayersModel) return model;
  throw new OptionError(
    'spatialTransformerLayer',
    `the localisation model's class must be registered with tf.layers, got '${className}'. Call tf.serialization.registerClass with it before loading`,
  );
}
