import type { JsonObject } from '../contracts/json.js';
import type { Sampler } from '../contracts/sampler.js';
import type { SamplerConfigs } from './configs.js';
import type { SamplerFactory } from './define-sampler.js';
import { NameRegistry } from './name-registry.js';

const registry = /* @__PURE__ */ new NameRegistry<Sampler>('sampler', 'registerSampler');

/**
 * Lets configs and saved models find a sampler by its name.
 *
 * @returns a function that takes the registration back
 * @throws DuplicateNameError if the name is taken
 */
export function registerSampler(factory: SamplerFactory): () => void {
  return registry.register(factory);
}

/**
 * Makes the sampler that is registered under a name.
 *
 * @throws UnknownNameError if there is none; the message lists those there are. OptionError if config
 *   is no object of JSON, or nested more than 32 deep, and what the factory throws
 */
export function createSampler<Name extends keyof SamplerConfigs>(
  name: Name,
  config: SamplerConfigs[Name],
): Sampler;
export function createSampler(name: string, config?: JsonObject): Sampler;
export function createSampler(name: string, config: JsonObject = {}): Sampler {
  return registry.create('createSampler', name, config);
}
