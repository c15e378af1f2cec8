import {
  createLocalisation,
  createSampler,
  createTransform,
  type JsonObject,
  type LocalisationConfigs,
  type LocalisationPreset,
  type Sampler,
  type SamplerConfigs,
  type Transform,
  type TransformConfigs,
} from '@tfjs-stn/core';

import { registerAll } from './register-all.js';

/**
 * A name, or name and config of what takes one: `'affine'`, `{ name: 'tps', config: { controlPoints:
 * [4, 4] } }`. A name whose config has required keys is refused without it.
 */
export type Named<Configs> = {
  [Name in keyof Configs]:
    | (MayBeLeftOut<Configs[Name]> extends true ? Name : never)
    | { readonly name: Name; readonly config: Configs[Name] };
}[keyof Configs];

/** Whether a config has no keys, or optional ones only. */
type MayBeLeftOut<Config> =
  Config extends Record<string, never> ? true : Partial<Config> extends Config ? true : false;

/** Names of what is registered, ours included. */
export type NamedTransform = Named<TransformConfigs>;
export type NamedSampler = Named<SamplerConfigs>;
export type NamedLocalisation = Named<LocalisationConfigs>;

/** The transform that a name stands for; other values pass. */
export function transformOf(value: Transform | NamedTransform | undefined): Transform {
  return made(value, createTransform) as Transform;
}

/** The sampler that a name stands for; other values pass. */
export function samplerOf(value: Sampler | NamedSampler | undefined): Sampler {
  return made(value, createSampler) as Sampler;
}

/** The localisation preset that a name stands for; other values pass. */
export function localisationOf<Other>(
  value: Other | NamedLocalisation,
): Other | LocalisationPreset {
  return made(value, createLocalisation) as Other | LocalisationPreset;
}

/** Values pass unchecked: whom they are given to does that. */
function made(value: unknown, create: (name: string, config?: JsonObject) => unknown): unknown {
  registerAll();
  if (typeof value === 'string') return create(value);
  if (!isNamed(value)) return value;
  return create(value.name, value.config);
}

/** Values have more than name and config. */
function isNamed(value: unknown): value is { readonly name: string; readonly config?: JsonObject } {
  const isObject = typeof value === 'object' && value !== null && 'name' in value;
  return isObject && Object.keys(value).every((key) => key === 'name' || key === 'config');
}
