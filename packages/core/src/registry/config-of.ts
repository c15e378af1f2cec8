import { suggestName } from '../checks/suggest-name.js';
import type { JsonObject } from '../contracts/json.js';
import { OptionError } from '../errors.js';
import { snapshotConfig } from './snapshot-config.js';

/** What is known about a factory's config before it is called. */
export interface ConfigRule {
  /** Parameters that the author's function declares; one with a default value does not count. */
  readonly parameters: number;
  /** Every key the config may have, with the value it has where it is left out. */
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
      `there is no config, got '${keys.join("', '")}'. Leave it out; whoever writes a factory with a config declares it without a default value, or gives defaults`,
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
