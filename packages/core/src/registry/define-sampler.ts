import type { Factory } from '../contracts/factory.js';
import type { CompositeSampler, KernelSampler, Sampler } from '../contracts/sampler.js';
import { OptionError } from '../errors.js';
import { snapshotConfig, withSnapshot } from './snapshot-config.js';

/** A function that makes a sampler from its config: `bilinear()`, `bicubic({ a: -0.5 })`. */
export type SamplerFactory<
  Arguments extends readonly unknown[] = never,
  Value extends Sampler = Sampler,
> = Factory<Value, Arguments>;

/** What the author of an interpolation kernel writes. */
export type KernelSamplerDefinition = Pick<KernelSampler, 'taps' | 'weights' | 'fastKernel'>;

/** What the author of a composite sampler writes. */
export type CompositeSamplerDefinition = Pick<CompositeSampler, 'sample'>;

/**
 * Makes a sampler factory from its definition: `{ taps, weights }` for an interpolation kernel,
 * `{ sample }` for a composite.
 *
 * @param name what saved models know the sampler by
 * @param create makes the sampler from the factory's config, a JSON object or nothing
 * @throws OptionError if config is not JSON or taps is not a positive integer, when called
 */
export function defineSampler<Arguments extends readonly [config?: object]>(
  name: string,
  create: (...args: Arguments) => KernelSamplerDefinition,
): SamplerFactory<Arguments, KernelSampler>;
export function defineSampler<Arguments extends readonly [config?: object]>(
  name: string,
  create: (...args: Arguments) => CompositeSamplerDefinition,
): SamplerFactory<Arguments, CompositeSampler>;
export function defineSampler<Arguments extends readonly [config?: object]>(
  name: string,
  create: (...args: Arguments) => KernelSamplerDefinition | CompositeSamplerDefinition,
): SamplerFactory<Arguments> {
  const factory = (...args: Arguments): Sampler => {
    const config = snapshotConfig(name, args[0]);
    const definition = create(...withSnapshot(args, config));
    if ('sample' in definition) return { ...definition, kind: 'composite', name, config };
    if (!Number.isInteger(definition.taps) || definition.taps < 1) {
      throw new OptionError(name, `taps must be a positive integer, got ${definition.taps}`);
    }
    return { ...definition, kind: 'kernel', name, config };
  };
  return Object.assign(factory, { factoryName: name });
}
