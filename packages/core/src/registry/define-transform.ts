import type { Factory } from '../contracts/factory.js';
import type { Transform } from '../contracts/transform.js';
import { OptionError } from '../errors.js';
import { snapshotConfig, withSnapshot } from './snapshot-config.js';

/** A function that makes a transform from its config: `affine()`, `tps({ controlPoints: [4, 4] })`. */
export type TransformFactory<Arguments extends readonly unknown[] = never> = Factory<
  Transform,
  Arguments
>;

/** What the author of a transform writes; name and config are added. */
export type TransformDefinition = Omit<Transform, 'name' | 'config'>;

/**
 * Makes a transform factory from its definition.
 *
 * @param name what saved models know the transform by
 * @param create makes the transform from the factory's config, a JSON object or nothing
 * @throws OptionError if config is not JSON or identity is not `paramCount` long, when called
 */
export function defineTransform<Arguments extends readonly [config?: object]>(
  name: string,
  create: (...args: Arguments) => TransformDefinition,
): TransformFactory<Arguments> {
  const factory = (...args: Arguments): Transform => {
    const config = snapshotConfig(name, args[0]);
    const definition = create(...withSnapshot(args, config));
    const { identity, paramCount } = definition;
    if (identity.length !== paramCount) {
      throw new OptionError(
        name,
        `identity must have paramCount = ${paramCount} numbers, got ${identity.length}`,
      );
    }
    return { ...definition, name, config };
  };
  return Object.assign(factory, { factoryName: name });
}
