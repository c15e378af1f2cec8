import type { serialization } from '@tensorflow/tfjs-core';
import type { JsonObject, JsonValue } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

/** A transform, sampler or localisation preset, as the registry finds it. */
export interface Part {
  readonly name: string;
  readonly config: JsonObject;
}

/**
 * tf.layers rewrites the keys and strings of a config when it saves (`controlPoints` becomes
 * `control_points`) and back when it loads, and not all of them come back: `TPS`, `max_shift`.
 * It spares a string under the key `name`; so a config that would suffer travels as text there.
 */
export function writePart({ name, config }: Part): serialization.ConfigDict {
  const text = JSON.stringify(config);
  return survives(config)
    ? { name, config: JSON.parse(text) as serialization.ConfigDict }
    : { name, json: { name: text } };
}

/**
 * The part that `writePart` wrote, or undefined if there is none. Whether its config is one, its
 * factory knows.
 *
 * @throws OptionError for text that is no JSON
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

/** Whether a value is an object with keys, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
