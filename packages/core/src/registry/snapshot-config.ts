import type { JsonObject, JsonValue } from '../contracts/json.js';
import { OptionError } from '../errors.js';

/** A frozen copy of a config, so that nobody's later change of the original reaches it. */
export function snapshotConfig(name: string, config: unknown): JsonObject {
  return snapshot(name, 'config', config ?? {}) as JsonObject;
}

/** The arguments of a factory, its config replaced by a copy that the caller can't change. */
export function withSnapshot<Arguments extends readonly [config?: object]>(
  args: Arguments,
  config: JsonObject,
): Arguments {
  return (args[0] === undefined ? args : [config]) as Arguments;
}

function snapshot(name: string, path: string, value: unknown): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item, index) => snapshot(name, `${path}[${index}]`, item)));
  }
  if (typeof value === 'object' && isPlain(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.freeze(
      Object.fromEntries(
        entries.map(([key, item]) => [key, snapshot(name, `${path}.${key}`, item)]),
      ),
    );
  }
  throw new OptionError(
    name,
    `${path} must be JSON (finite numbers, strings, booleans, arrays, plain objects), got ${describeValue(value)}`,
  );
}

function describeValue(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? `a ${value.constructor.name}`
    : `${typeof value} ${String(value)}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
