import type { Factory } from '../contracts/factory.js';
import type { LocalisationModel, LocalisationPreset } from '../contracts/localisation.js';
import { snapshotConfig, withSnapshot } from './snapshot-config.js';

/** A function that makes a localisation preset from its config: `cnn()`, `fcn({ units: [32] })`. */
export type LocalisationFactory<
  Arguments extends readonly unknown[] = never,
  Model extends LocalisationModel = LocalisationModel,
> = Factory<LocalisationPreset<Model>, Arguments>;

/**
 * Makes a localisation preset factory.
 *
 * @param name what saved models know the preset by
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
