import type { JsonObject } from '../contracts/json.js';
import type { LocalisationPreset } from '../contracts/localisation.js';
import type { LocalisationConfigs } from './configs.js';
import type { LocalisationFactory } from './define-localisation.js';
import { NameRegistry } from './name-registry.js';

const registry = /* @__PURE__ */ new NameRegistry<LocalisationPreset>(
  'localisation preset',
  'registerLocalisation',
);

/**
 * Lets configs and saved models find a localisation preset by its name.
 *
 * @returns a function that takes the registration back
 * @throws DuplicateNameError if the name is taken
 */
export function registerLocalisation(factory: LocalisationFactory): () => void {
  return registry.register(factory);
}

/**
 * Makes the localisation preset that is registered under a name.
 *
 * @throws UnknownNameError if there is none; the message lists those there are. OptionError if config
 *   is no object of JSON, or nested more than 32 deep, and what the factory throws
 */
export function createLocalisation<Name extends keyof LocalisationConfigs>(
  name: Name,
  config: LocalisationConfigs[Name],
): LocalisationPreset;
export function createLocalisation(name: string, config?: JsonObject): LocalisationPreset;
export function createLocalisation(name: string, config: JsonObject = {}): LocalisationPreset {
  return registry.create('createLocalisation', name, config);
}
