import type { JsonObject } from '../contracts/json.js';
import type { Transform } from '../contracts/transform.js';
import type { TransformConfigs } from './configs.js';
import type { TransformFactory } from './define-transform.js';
import { NameRegistry } from './name-registry.js';

const registry = /* @__PURE__ */ new NameRegistry<Transform>('transform', 'registerTransform');

/**
 * Lets configs and saved models find a transform by its name.
 *
 * @returns a function that takes the registration back
 * @throws DuplicateNameError if the name is taken
 */
export function registerTransform(factory: TransformFactory): () => void {
  return registry.register(factory);
}

/**
 * Makes the transform that is registered under a name.
 *
 * @throws UnknownNameError if there is none; the message lists those there are. OptionError if config
 *   is no object of JSON, or nested more than 32 deep, and what the factory throws
 */
export function createTransform<Name extends keyof TransformConfigs>(
  name: Name,
  config: TransformConfigs[Name],
): Transform;
export function createTransform(name: string, config?: JsonObject): Transform;
export function createTransform(name: string, config: JsonObject = {}): Transform {
  return registry.create('createTransform', name, config);
}
