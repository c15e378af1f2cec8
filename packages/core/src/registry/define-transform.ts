import type { Tensor2D } from '@tensorflow/tfjs-core';

import { assertFieldOptions } from '../checks/assert-field.js';
import { guardWasmMemory } from '../checks/memory.js';
import type { Factory, JsonObject } from '../contracts/json.js';
import type { SamplingField } from '../contracts/sampling-field.js';
import type { FieldOptions, Transform } from '../contracts/transform.js';
import { OptionError } from '../errors.js';
import type { TransformConfigs } from './configs.js';
import { NameRegistry } from './name-registry.js';
import { configOf, withSnapshot } from './snapshot-config.js';

/** A function that makes a transform from its config: `affine()`, `tps({ controlPoints: [4, 4] })`. */
export type TransformFactory<Arguments extends readonly unknown[] = never> = Factory<
  Transform,
  Arguments
>;

/** What the author of a transform writes; name and config are added. */
export interface TransformDefinition extends Omit<Transform, 'name' | 'config' | 'field'> {
  /**
   * The sampling field of every θ in the batch.
   *
   * @param theta `[batch, paramCount]`
   * @param options checked and complete: `alignCorners` is always given
   * @returns a field with the given `outputSize` and `alignCorners`
   */
  field(theta: Tensor2D, options: Required<FieldOptions>): SamplingField;
}

/**
 * Makes a transform factory from its definition.
 *
 * Convention: with `defaults` the transform's config is always complete, and a key that is not
 * among them is refused. Without, a `create` that declares no parameter takes no config, and any
 * other checks its config itself; a parameter with a default value does not count as declared.
 *
 * @param name the transform's name in saved models
 * @param create makes the transform from the factory's config, a JSON object or nothing
 * @param defaults all config keys with their default values
 * @throws OptionError if config is not JSON or has an unknown key, identity is not `paramCount` long,
 *   or `field` takes more than two parameters, when called
 */
export function defineTransform<Config extends object>(
  name: string,
  create: (config: Config) => TransformDefinition,
  defaults: Config,
): TransformFactory<[config?: Partial<Config>]>;
export function defineTransform<Arguments extends readonly [config?: object]>(
  name: string,
  create: (...args: Arguments) => TransformDefinition,
): TransformFactory<Arguments>;
export function defineTransform<Arguments extends readonly [config?: object]>(
  name: string,
  create: (...args: Arguments) => TransformDefinition,
  defaults?: object,
): TransformFactory<Arguments> {
  const rule = { parameters: create.length, defaults: defaults as JsonObject | undefined };
  const factory = (...args: Arguments): Transform => {
    const config = configOf(name, args[0], rule);
    const definition = create(...withSnapshot(args, config, defaults !== undefined));
    const { identity, paramCount } = definition;
    if (identity.length !== paramCount) {
      throw new OptionError(
        name,
        `identity must have paramCount = ${paramCount} numbers, got ${identity.length}`,
      );
    }
    if (definition.field.length > 2) {
      throw new OptionError(
        name,
        `field must take (theta, { outputSize, alignCorners }), got a function of ${definition.field.length} parameters`,
      );
    }
    return Object.freeze({
      ...definition,
      name,
      config,
      identity: Object.freeze([...identity]),
      field(theta: Tensor2D, options: FieldOptions): SamplingField {
        guardWasmMemory();
        return definition.field(theta, assertFieldOptions(name, options, 'transform.field(theta'));
      },
    });
  };
  return Object.assign(factory, { factoryName: name });
}

/** The factories that are registered. */
export const transformRegistry: NameRegistry<Transform> =
  /* @__PURE__ */ new NameRegistry<Transform>('transform', 'registerTransform');

/**
 * Registers a transform factory by name, so that configs and saved models can find it.
 *
 * Registering the same factory again is no error. Where `NODE_ENV` is `development`, as in Vite's
 * development server, another factory of the same name replaces the first, with a warning, so that
 * modules can be reloaded.
 *
 * @returns a function that takes this registration back
 * @throws DuplicateNameError if another factory has the name, outside development
 */
export function registerTransform(factory: TransformFactory): () => void {
  return transformRegistry.register(factory);
}

/**
 * Makes the transform that is registered under a name.
 *
 * @throws UnknownNameError if there is none; the message lists the registered names. OptionError if config
 *   is not a JSON object or nested more than 32 deep. Errors of the factory pass through
 */
export function createTransform<Name extends keyof TransformConfigs>(
  name: Name,
  config: TransformConfigs[Name],
): Transform;
export function createTransform(name: string, config?: JsonObject): Transform;
export function createTransform(name: string, config: JsonObject = {}): Transform {
  return transformRegistry.create('createTransform', name, config);
}
