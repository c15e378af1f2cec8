import type { serialization } from '@tensorflow/tfjs-core';
import { localisationRegistry, samplerRegistry, transformRegistry } from '@tfjs-stn/core/~internal';
import { UnknownNameError } from '@tfjs-stn/core/errors';

import { isObject, readPart } from './part-config.js';

/** The layer's class in saved models. */
export const layerClass = 'SpatialTransformer';

/**
 * Checks that everything a saved model names is registered, before the model is loaded.
 * `tf.loadLayersModel` stops at the first spatial transformer with a missing name; this lists those
 * of the whole model.
 *
 * @param saved a parsed `model.json`, or the `modelTopology` of a model's artifacts
 * @throws UnknownNameError whose message lists every missing name, one in each line. OptionError
 *   for the config of a part that is not JSON
 */
export function assertRegistered(saved: object): void {
  const missing = new Map<string, UnknownNameError>();
  for (const config of transformerConfigs(saved)) {
    for (const error of missingNames(config)) missing.set(error.message, error);
  }
  const [first, ...more] = missing.values();
  if (first === undefined) return;
  if (more.length === 0) throw first;
  const { operation, message, unknownName, registered } = first;
  const rest = [message.slice(`${operation}: `.length), ...more.map((error) => error.message)];
  throw new UnknownNameError(operation, rest.join('\n'), unknownName, registered);
}

/** The configs of a model's spatial transformers, also of those in nested models. */
function* transformerConfigs(saved: object): Generator<serialization.ConfigDict> {
  const found = new Set<object>([saved]);
  // A set that grows while it is walked: a config that holds itself is seen once.
  for (const value of found) {
    const { class_name, className: name = class_name, config } = value as Record<string, unknown>;
    if (name === layerClass && isObject(config)) yield config as serialization.ConfigDict;
    for (const item of Object.values(value)) {
      if (typeof item === 'object' && item !== null) found.add(item);
    }
  }
}

const registries = [
  ['transform', 'createTransform', transformRegistry],
  ['sampler', 'createSampler', samplerRegistry],
  ['localisation', 'createLocalisation', localisationRegistry],
] as const;

function missingNames(config: serialization.ConfigDict): UnknownNameError[] {
  return registries.flatMap(([key, operation, registry]) => {
    const part = readPart(config[key]);
    return (part && registry.missing(operation, part.name)) ?? [];
  });
}
