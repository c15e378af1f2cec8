import type { serialization } from '@tensorflow/tfjs-core';
import type { JsonObject, JsonValue } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

/** Name and config of a transform, sampler or localisation preset. */
export interface Part {
  readonly name: string;
  readonly config: JsonObject;
}

/**
 * tf.layers rewrites the keys and strings of a config when it saves (`controlPoints` becomes
 * `control_points`) and back when it loads, but some are not restored: `TPS`, `max_shift`. Strings
 * under the key `name` are left alone, so a config that would be damaged is stored there as text.
 */
export function writePart({ name, config }: Part): serialization.ConfigDict {
  const text = JSON.stringify(config);
  return survives(config)
    ? { name, config: JSON.parse(text) as serialization.ConfigDict }
    : { name, json: { name: text } };
}

/**
 * Reads a part written by `writePart`; undefined if the value is not one. The factory validates the
 * config.
 *
 * @throws OptionError for text that is not JSON
 */
export function readPart(written: unknown): Part | undefined {
  if (!isObject(written) || typeof written['name'] !== 'string') return undefined;
  const { name, config, json } = written;
  if (json === undefined || json === null) return { name, config: (config ?? {}) as JsonObject };
  if (!isObject(json) || typeof json['name'] !== 'string') return undefined;
  return { name, config: parse(name, json['name']) };
}

function parse(name: string, text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (error) {
    throw new OptionError(
      'SpatialTransformer.fromConfig',
      `the config of '${name}' must be JSON, got ${(error as SyntaxError).message}`,
    );
  }
}

const restored = /^(?!ndarray$)(?:[a-z0-9]+|[a-z]+(?:[A-Z][a-z]+)+)$/;

function survives(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return restored.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([key, item]) => (Array.isArray(value) || restored.test(key)) && survives(item),
  );
}

/** Whether a value is an object and not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
