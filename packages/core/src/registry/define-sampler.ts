import type { Factory, JsonObject } from '../contracts/json.js';
import type { CompositeSampler, KernelSampler, Sampler } from '../contracts/sampler.js';
import { OptionError } from '../errors.js';
import type { SamplerConfigs } from './configs.js';
import { NameRegistry } from './name-registry.js';
import { configOf, withSnapshot } from './snapshot-config.js';

/** A function that makes a sampler from its config: `bilinear()`, `bicubic({ a: -0.5 })`. */
export type SamplerFactory<
  Arguments extends readonly unknown[] = never,
  Value extends Sampler = Sampler,
> = Factory<Value, Arguments>;

/** What the author of an interpolation kernel writes. */
export type KernelSamplerDefinition = Pick<KernelSampler, 'taps' | 'weights' | 'fastKernel'>;

/** What the author of a composite sampler writes. */
export type CompositeSamplerDefinition = Pick<CompositeSampler, 'sample'>;

/** Either of them. */
export type SamplerDefinition = KernelSamplerDefinition | CompositeSamplerDefinition;

/** The kind of sampler that a definition makes. */
export type DefinedSampler<Definition extends SamplerDefinition> =
  Definition extends CompositeSamplerDefinition ? CompositeSampler : KernelSampler;

/**
 * Makes a sampler factory from its definition: `{ taps, weights }` for an interpolation kernel,
 * `{ sample }` for a composite.
 *
 * Convention: with `defaults` the sampler's config is always complete, and a key that is not among
 * them is refused. Without, a `create` that declares no parameter takes no config, and any other
 * checks its config itself; a parameter with a default value does not count as declared.
 *
 * @param name the sampler's name in saved models
 * @param create makes the sampler from the factory's config, a JSON object or nothing
 * @param defaults all config keys with their default values
 * @throws OptionError if config is not JSON or has an unknown key, or taps is not a positive
 *   integer, when called
 */
export function defineSampler<Config extends object, Definition extends SamplerDefinition>(
  name: string,
  create: (config: Config) => Definition,
  defaults: Config,
): SamplerFactory<[config?: Partial<Config>], DefinedSampler<Definition>>;
export function defineSampler<
  Arguments extends readonly [config?: object],
  Definition extends SamplerDefinition,
>(
  name: string,
  create: (...args: Arguments) => Definition,
): SamplerFactory<Arguments, DefinedSampler<Definition>>;
export function defineSampler<Arguments extends readonly [config?: object]>(
  name: string,
  create: (...args: Arguments) => SamplerDefinition,
  defaults?: object,
): SamplerFactory<Arguments> {
  const rule = { parameters: create.length, defaults: defaults as JsonObject | undefined };
  const factory = (...args: Arguments): Sampler => {
    const config = configOf(name, args[0], rule);
    const definition = create(...withSnapshot(args, config, defaults !== undefined));
    if ('sample' in definition) {
      return Object.freeze({ ...definition, kind: 'composite', name, config });
    }
    if (!Number.isInteger(definition.taps) || definition.taps < 1) {
      throw new OptionError(name, `taps must be a positive integer, got ${definition.taps}`);
    }
    return Object.freeze({ ...definition, kind: 'kernel', name, config });
  };
  return Object.assign(factory, { factoryName: name });
}

/** The factories that are registered. */
export const samplerRegistry: NameRegistry<Sampler> = /* @__PURE__ */ new NameRegistry<Sampler>(
  'sampler',
  'registerSampler',
);

/**
 * Registers a sampler factory by name, so that configs and saved models can find it.
 *
 * Registering the same factory again is no error. Where `NODE_ENV` is `development`, as in Vite's
 * development server, another factory of the same name replaces the first, with a warning, so that
 * modules can be reloaded.
 *
 * @returns a function that takes this registration back
 * @throws DuplicateNameError if another factory has the name, outside development
 */
export function registerSampler(factory: SamplerFactory): () => void {
  return samplerRegistry.register(factory);
}

/**
 * Makes the sampler that is registered under a name.
 *
 * @throws UnknownNameError if there is none; the message lists the registered names. OptionError if config
 *   is not a JSON object or nested more than 32 deep. Errors of the factory pass through
 */
export function createSampler<Name extends keyof SamplerConfigs>(
  name: Name,
  config: SamplerConfigs[Name],
): Sampler;
export function createSampler(name: string, config?: JsonObject): Sampler;
export function createSampler(name: string, config: JsonObject = {}): Sampler {
  return samplerRegistry.create('createSampler', name, config);
}
