import { suggestName } from '../checks/describe-value.js';
import type { JsonObject, JsonValue } from '../contracts/json.js';
import { OptionError } from '../errors.js';

/** Lists and objects within each other; a config that holds itself has no end. */
const deepest = 32;

/**
 * A frozen copy of a config, independent of later changes to the original.
 *
 * @throws OptionError if it is not a JSON object, or nested more than 32 deep
 */
export function snapshotConfig(name: string, config: unknown): JsonObject {
  const copy = snapshot(name, 'config', config ?? {});
  if (typeof copy === 'object' && copy !== null && !Array.isArray(copy)) return copy as JsonObject;
  throw new OptionError(name, `config must be an object, got ${JSON.stringify(copy)}`);
}

/**
 * The arguments of a factory, its config replaced by a copy that the caller can't change.
 *
 * @param always also where no config was given
 */
export function withSnapshot<Arguments extends readonly [config?: object]>(
  args: Arguments,
  config: JsonObject,
  always = false,
): Arguments {
  return (args[0] === undefined && !always ? args : [config]) as Arguments;
}

function snapshot(name: string, path: string, value: unknown, depth = 0): JsonValue {
  if (depth > deepest) {
    throw new OptionError(name, `config must be nested at most ${deepest} deep, got more`);
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) {
    return Object.freeze(
      value.map((item, index) => snapshot(name, `${path}[${index}]`, item, depth + 1)),
    );
  }
  if (typeof value === 'object' && isPlain(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.freeze(
      Object.fromEntries(
        entries.map(([key, item]) => [key, snapshot(name, `${path}.${key}`, item, depth + 1)]),
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
    ? `a ${(value.constructor as typeof value.constructor | undefined)?.name ?? 'object'}`
    : `${typeof value} ${String(value)}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What is known about a factory's config before it is called. */
interface ConfigRule {
  /** Parameters that the author's function declares; one with a default value does not count. */
  readonly parameters: number;
  /** All config keys with their default values. */
  readonly defaults?: JsonObject | undefined;
}

/**
 * The config that a factory is called with, complete and frozen.
 *
 * @param given the factory's argument
 * @throws OptionError if it is not JSON, or has a key that the factory would ignore
 */
export function configOf(name: string, given: unknown, rule: ConfigRule): JsonObject {
  const config = snapshotConfig(name, given);
  const { defaults } = rule;
  const keys = Object.keys(config);
  if (defaults === undefined) {
    if (rule.parameters > 0 || keys.length === 0) return config;
    throw new OptionError(
      name,
      `takes no config, got key '${keys.join("', '")}'. Leave it out. A factory with a config declares its parameter without a default value, or passes defaults`,
    );
  }
  const names = Object.keys(defaults);
  const unknown = keys.find((key) => !names.includes(key));
  if (unknown === undefined) return snapshotConfig(name, { ...defaults, ...config });
  throw new OptionError(
    name,
    `config can have ${names.join(', ')}, got '${unknown}'. ${suggestName(unknown, names) ?? 'Leave it out'}`,
  );
}
