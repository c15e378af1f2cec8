import type { Tensor2D } from '@tensorflow/tfjs-core';

import { assertAlignCorners, assertOutputSize } from '../checks/assert-field.js';
import { guardWasmMemory } from '../checks/memory.js';
import type { Factory, JsonObject } from '../contracts/json.js';
import type { OutputSize, SamplingField } from '../contracts/sampling-field.js';
import type { Transform } from '../contracts/transform.js';
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
export type TransformDefinition = Omit<Transform, 'name' | 'config'>;

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
 * @throws OptionError if config is not JSON or has an unknown key, or identity is not `paramCount`
 *   long, when called
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
    return Object.freeze({
      ...definition,
      name,
      config,
      identity: Object.freeze([...identity]),
      field(theta: Tensor2D, outputSize: OutputSize, alignCorners: boolean): SamplingField {
        guardWasmMemory();
        const size = assertOutputSize(name, outputSize);
        assertAlignCorners(name, alignCorners);
        return definition.field(theta, size, alignCorners);
      },
    });
  };
  return Object.assign(factory, { factoryName: name });
}

const registry = /* @__PURE__ */ new NameRegistry<Transform>('transform', 'registerTransform');

/**
 * Registers a transform factory by name, so that configs and saved models can find it.
 *
 * Registering the same factory again is no error.
 *
 * @returns a function that takes this registration back
 * @throws DuplicateNameError if another factory has the name
 */
export function registerTransform(factory: TransformFactory): () => void {
  return registry.register(factory);
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
  return registry.create('createTransform', name, config);
}
