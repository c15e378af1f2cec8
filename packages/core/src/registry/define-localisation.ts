import type { Factory, JsonObject } from '../contracts/json.js';
import type { LocalisationModel, LocalisationPreset } from '../contracts/localisation.js';
import type { LocalisationConfigs } from './configs.js';
import { NameRegistry } from './name-registry.js';
import { snapshotConfig, withSnapshot } from './snapshot-config.js';

/** A function that makes a localisation preset from its config: `cnn()`, `fcn({ units: [32] })`. */
export type LocalisationFactory<
  Arguments extends readonly unknown[] = never,
  Model extends LocalisationModel = LocalisationModel,
> = Factory<LocalisationPreset<Model>, Arguments>;

/**
 * Makes a localisation preset factory.
 *
 * @param name the preset's name in saved models
 * @param create makes the function that builds the net, from the factory's config
 * @throws OptionError if config is not JSON, when called
 */
export function defineLocalisation<
  Arguments extends readonly [config?: object],
  Model extends LocalisationModel,
>(
  name: string,
  create: (...args: Arguments) => LocalisationPreset<Model>['build'],
): LocalisationFactory<Arguments, Model> {
  const factory = (...args: Arguments): LocalisationPreset<Model> => {
    const config = snapshotConfig(name, args[0]);
    return { name, config, build: create(...withSnapshot(args, config)) };
  };
  return Object.assign(factory, { factoryName: name });
}

/** The factories that are registered. */
export const localisationRegistry: NameRegistry<LocalisationPreset> =
  /* @__PURE__ */ new NameRegistry<LocalisationPreset>(
    'localisation preset',
    'registerLocalisation',
  );

/**
 * Registers a localisation factory by name, so that configs and saved models can find it.
 *
 * Registering the same factory again is no error. Where `NODE_ENV` is `development`, as in Vite's
 * development server, another factory of the same name replaces the first, with a warning, so that
 * modules can be reloaded.
 *
 * @returns a function that takes this registration back
 * @throws DuplicateNameError if another factory has the name, outside development
 */
export function registerLocalisation(factory: LocalisationFactory): () => void {
  return localisationRegistry.register(factory);
}

/**
 * Makes the localisation preset that is registered under a name.
 *
 * @throws UnknownNameError if there is none; the message lists the registered names. OptionError if config
 *   is not a JSON object or nested more than 32 deep. Errors of the factory pass through
 */
export function createLocalisation<Name extends keyof LocalisationConfigs>(
  name: Name,
  config: LocalisationConfigs[Name],
): LocalisationPreset;
export function createLocalisation(name: string, config?: JsonObject): LocalisationPreset;
export function createLocalisation(name: string, config: JsonObject = {}): LocalisationPreset {
  return localisationRegistry.create('createLocalisation', name, config);
}
